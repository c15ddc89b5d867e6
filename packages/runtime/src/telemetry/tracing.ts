import type { RunEvent } from "@proxx/contract";
import { createExecutionSpans } from "./execution-spans.ts";
import { createOtlpExporter } from "./otlp-exporter.ts";
import type { AttributeValue } from "./span.ts";
import type { TelemetrySettings } from "./telemetry-settings.ts";
import { newSpanId, readTraceparent, traceIdOf, writeTraceparent } from "./trace-context.ts";

/** A request that is being answered. */
interface RequestSpan {
  /** What is begun because of it belongs here. */
  readonly traceparent: string;
  end(status: number): void;
}

export interface Tracing {
  hear(event: RunEvent, traceparent: string | null): void;
  /** `traceparent` as the request came with it. */
  request(name: string, traceparent: string | null): RequestSpan;
  close(): Promise<void>;
}

/** From the first status on that is the server's fault. */
const FIRST_FAULT = 500;

export function createTracing(
  settings: TelemetrySettings,
  about: { fetch: typeof globalThis.fetch; onFault: (message: string) => void; now: () => number },
): Tracing {
  const spans = createExecutionSpans();
  const exporter = createOtlpExporter(settings, about);
  return {
    hear: (event, traceparent) => exporter.add(spans.hear(event, traceparent)),
    request(name, traceparent) {
      const parent = readTraceparent(traceparent);
      const spanId = newSpanId();
      const { traceId, isSampled } = parent ?? { traceId: traceIdOf(spanId), isSampled: true };
      const beganAtMs = about.now();
      return {
        traceparent: writeTraceparent({ traceId, spanId, isSampled }),
        end(status) {
          if (!isSampled) return;
          const attributes: Record<string, AttributeValue> = { "http.response.status_code": status };
          const error = status >= FIRST_FAULT ? `answered ${status}` : null;
          const span = {
            traceId,
            spanId,
            parentSpanId: parent?.spanId ?? null,
            name,
            kind: "server",
            beganAtMs,
          } as const;
          exporter.add([{ ...span, endedAtMs: about.now(), attributes, error }]);
        },
      };
    },
    close: () => exporter.close(),
  };
}
