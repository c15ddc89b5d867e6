import { setTimeout as wait } from "node:timers/promises";

export interface StreamedEvent {
  readonly id: number;
  readonly type: string;
  readonly data: unknown;
}

export interface EventStreamOptions {
  /** Gives those after an id, as soon as there are any. Null ends the stream. */
  next: (after: number, signal: AbortSignal) => Promise<readonly StreamedEvent[] | null>;
  /** Where to begin. */
  after: number;
  /** The client is gone, or the server goes. */
  signal: AbortSignal;
  /** Called once, when nobody listens any more; that may be so from the beginning. */
  onEnd?: () => void;
  /** @default 15 000 */
  heartbeatMs?: number;
}

/** How long a client whose connection breaks waits before it comes back. */
const RETRY_MS = 3000;

/** Server-sent events. A comment now and then shows proxies, and this side, whether somebody is still there. */
export function eventStream({ next, after, signal, onEnd, heartbeatMs = 15_000 }: EventStreamOptions): Response {
  const gone = new AbortController();
  const over = AbortSignal.any([signal, gone.signal]);
  const encoder = new TextEncoder();
  let last = after;
  let pending: Promise<readonly StreamedEvent[] | null> | null = null;
  if (over.aborted) onEnd?.();
  else over.addEventListener("abort", () => onEnd?.(), { once: true });

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`));
    },
    // Called when what was given before has been taken, so that a slow reader is not written to.
    async pull(controller) {
      const chunk = await nextChunk();
      if (chunk === null) controller.close();
      else controller.enqueue(encoder.encode(chunk));
    },
    cancel: () => gone.abort(),
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      // nginx would hold the events back until it has a page of them.
      "x-accel-buffering": "no",
    },
  });

  async function nextChunk(): Promise<string | null> {
    while (!over.aborted) {
      pending ??= next(last, over);
      const heard = new AbortController();
      const events = await Promise.race([pending, silence(heartbeatMs, heard.signal)]);
      heard.abort();
      if (events === SILENCE) return ": still here\n\n";
      pending = null;
      if (events === null) return null;
      last = events.at(-1)?.id ?? last;
      if (events.length > 0) return events.map(format).join("");
    }
    return null;
  }
}

const SILENCE = "silence";

/** Nothing happens for so long, or there is no need to wait for that any more. */
async function silence(durationMs: number, signal: AbortSignal): Promise<typeof SILENCE> {
  await wait(durationMs, null, { signal }).catch(() => {});
  return SILENCE;
}

function format({ id, type, data }: StreamedEvent): string {
  return `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}
