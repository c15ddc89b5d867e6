import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "pg";
import { unrefConnection } from "./pg-unref.ts";
import { MAIL_CHANNEL } from "../statements.ts";

/** Hears which workers have mail, on one connection. Whoever is not told, because that one is lost, looks by himself. */
export interface MailRoom {
  onMail(worker: string, listener: () => void): () => void;
  close(): Promise<void>;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
/** Finds a server whose machine is gone without a word. */
const PROBE_INTERVAL_MS = 15_000;

export function createMailRoom(createClient: () => Client): MailRoom {
  const listeners = new Map<string, Set<() => void>>();
  const closing = new AbortController();
  let listening: Promise<void> | null = null;

  async function listen(): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS; !closing.signal.aborted; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      const client = createClient();
      // It ends with it, which is what is waited for.
      client.on("error", () => {});
      try {
        await client.connect();
        unrefConnection(client);
        client.on("notification", ({ payload = "" }) => tell(payload));
        await client.query(`LISTEN ${MAIL_CHANNEL}`);
        pauseMs = FIRST_PAUSE_MS;
        // What came while nobody heard it.
        for (const worker of listeners.keys()) tell(worker);
        await untilLost(client);
      } catch {
        // It is tried again.
      } finally {
        void client.end().catch(() => {});
      }
      await pause(pauseMs, undefined, { signal: closing.signal, ref: false }).catch(() => {});
    }
  }

  /** Settles when the connection is lost, or not wanted any more. */
  async function untilLost(client: Client): Promise<void> {
    const gone = new AbortController();
    client.once("end", () => gone.abort());
    const signal = AbortSignal.any([closing.signal, gone.signal]);
    while (!signal.aborted) {
      await pause(PROBE_INTERVAL_MS, undefined, { signal, ref: false }).catch(() => {});
      if (!signal.aborted) await client.query("SELECT 1");
    }
  }

  function tell(worker: string): void {
    for (const listener of listeners.get(worker) ?? []) listener();
  }

  return {
    onMail(worker, listener) {
      const own = listeners.get(worker) ?? new Set();
      listeners.set(worker, own.add(listener));
      listening ??= listen();
      return () => void own.delete(listener);
    },
    async close() {
      closing.abort();
      await listening;
    },
  };
}
