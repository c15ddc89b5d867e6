import type { RunEvent } from "@proxx/contract";
import { createNetwork } from "@proxx/network";
import type { TelemetrySettings } from "./telemetry/telemetry-settings.ts";
import type { Tracing } from "./telemetry/tracing.ts";

/** A request that is being answered. */
export interface RequestTrace {
  /** To be given to what is begun because of it; null where it is of no trace. */
  readonly traceparent: string | null;
  end(status: number): void;
}

export interface OpenedTracing {
  /** Null where nobody is told. */
  readonly hear: ((event: RunEvent, about: { readonly traceparent: string | null }) => void) | null;
  traceRequest(name: string, traceparent: string | null): Promise<RequestTrace>;
  close(): Promise<void>;
}

/** Tells a collector of OpenTelemetry what happens, where there is one; what that takes is loaded then. */
export function openTracing(
  settings: TelemetrySettings | null,
  about: { onFault: (fault: unknown) => void; now: () => number },
): OpenedTracing {
  if (settings === null) {
    // Another process may tell of what is begun here.
    return {
      hear: null,
      traceRequest: async (_, traceparent) => ({ traceparent, end: () => {} }),
      close: async () => {},
    };
  }
  // Where the collector is says the operator.
  const network = createNetwork({ purpose: "result", allowPrivate: true });
  const loading = import("./telemetry/tracing.ts").then(({ createTracing }) =>
    createTracing(settings, { ...about, fetch: network.fetch }),
  );
  const then = (work: (tracing: Tracing) => void) => void loading.then(work).catch(about.onFault);
  return {
    hear: (event, { traceparent }) => then((tracing) => tracing.hear(event, traceparent)),
    traceRequest: async (name, traceparent) => (await loading).request(name, traceparent),
    async close() {
      await (await loading).close();
      await network.close();
    },
  };
}
