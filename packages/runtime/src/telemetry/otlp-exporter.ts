import { errorMessage } from "@proxx/contract";
import { writeAttributes, writeSpan, type Span } from "./span.ts";
import type { TelemetrySettings } from "./telemetry-settings.ts";

export interface OtlpExporter {
  add(spans: readonly Span[]): void;
  /** Sends what is left. */
  close(): Promise<void>;
}

const BATCH = 512;
/** What cannot be sent is not kept for ever. */
const MOST_WAITING = 8192;
const EVERY_MS = 2000;
const TIMEOUT_MS = 10_000;

/** Sends spans by OTLP/HTTP in JSON, some at a time; what a collector does not take is lost, and told of once. */
export function createOtlpExporter(
  { endpoint, headers, serviceName }: TelemetrySettings,
  { fetch, onFault }: { fetch: typeof globalThis.fetch; onFault: (message: string) => void },
): OtlpExporter {
  let waiting: Span[] = [];
  let timer: NodeJS.Timeout | null = null;
  let sending: Promise<void> = Promise.resolve();
  let isTold = false;

  function flush(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    sending = sending.then(async () => {
      while (waiting.length > 0) await send(waiting.splice(0, BATCH));
    });
  }

  async function send(spans: readonly Span[]): Promise<void> {
    try {
      const body = JSON.stringify({
        resourceSpans: [
          {
            resource: { attributes: writeAttributes({ "service.name": serviceName, "process.pid": process.pid }) },
            scopeSpans: [{ scope: { name: "proxx" }, spans: spans.map(writeSpan) }],
          },
        ],
      });
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const answer = await fetch(endpoint, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body,
        signal,
        redirect: "error",
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`it answered ${answer.status}`);
      isTold = false;
    } catch (error) {
      if (!isTold) onFault(`Traces cannot be sent to ${new URL(endpoint).origin}: ${errorMessage(error)}`);
      isTold = true;
    }
  }

  return {
    add(spans) {
      waiting.push(...spans);
      waiting = waiting.slice(-MOST_WAITING);
      if (waiting.length >= BATCH) flush();
      else if (waiting.length > 0) timer ??= setTimeout(flush, EVERY_MS).unref();
    },
    async close() {
      flush();
      await sending;
    },
  };
}
