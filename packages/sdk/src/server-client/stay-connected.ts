/**
 * A stream of events that is opened again, from where it was, whenever it breaks: *connecting* until the server has answered,
 * *connected* until the stream ends or nothing has come for longer than the server's sign of life takes, then *away* for a
 * rest that grows, and *connecting* again. It ends where the server says that nothing more will come (204), or refuses for
 * good, or the caller's signal aborts.
 */
import { backoffMs } from "@proxx/contract";
import { pause } from "../execute/pause.ts";
import { readEventStream, type ServerSentEvent } from "./read-event-stream.ts";
import { RequestRefused } from "./request-refused.ts";
import type { Sender } from "./sender.ts";

/** How a stream stands. */
export type Connection = "connecting" | "connected" | "away";

export interface ConnectionOptions {
  signal?: AbortSignal | undefined;
  /** Told whenever it stands otherwise. */
  onConnection?: ((connection: Connection) => void) | undefined;
}

/** The server gives a sign of life each 15 s. */
const SILENCE_MS = 40_000;
/** One that breaks sooner is not opened again at once, however well it began. */
const STEADY_MS = 5000;
const BACKOFF = { firstMs: 250, growth: 2, longestMs: 4000 };

export async function* stayConnected(
  sender: Sender,
  path: string,
  { signal, onConnection = () => {} }: ConnectionOptions,
): AsyncGenerator<ServerSentEvent> {
  let [lastId, failures] = ["", 0];
  for (;;) {
    if (signal?.aborted) return;
    onConnection("connecting");
    const stalled = new AbortController();
    let timer = setTimeout(() => stalled.abort(), SILENCE_MS);
    try {
      const over = signal === undefined ? stalled.signal : AbortSignal.any([signal, stalled.signal]);
      const headers = { accept: "text/event-stream", ...(lastId === "" ? {} : { "last-event-id": lastId }) };
      const response = await sender.open(path, { headers, signal: over });
      if (response.status === 204 || response.body === null) return;
      const openedAt = performance.now();
      onConnection("connected");
      for await (const event of readEventStream(response.body)) {
        clearTimeout(timer);
        timer = setTimeout(() => stalled.abort(), SILENCE_MS);
        if (performance.now() - openedAt > STEADY_MS) failures = 0;
        if (event.id !== "") lastId = event.id;
        if (event.type !== "") yield event;
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (error instanceof RequestRefused && error.status < 500 && !error.retryable) throw error;
    } finally {
      clearTimeout(timer);
    }
    onConnection("away");
    failures += 1;
    await pause(backoffMs(failures, { ...BACKOFF, random: Math.random() }), signal);
  }
}
