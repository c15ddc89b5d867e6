/**
 * One stream of events for all tabs of a browser, because a browser opens six connections to a server and no more. Whichever
 * tab holds the lock listens and tells the others; a tab that is hidden for long lets go of it. Each stream begins with a
 * reset, which all tabs hear, so that nothing is missed between one listener and the next.
 */
import { signal } from "@preact/signals";
import type { TenantNews } from "@proxx/contract";
import type { Connection } from "@proxx/sdk/client";
import { client } from "./server.ts";

export const connection = signal<Connection>("connecting");

type Listener = (news: TenantNews) => void;
type Message = { readonly news: TenantNews } | { readonly connection: Connection } | { readonly hello: true };

const HIDDEN_MS = 60_000;
const LOCK = "proxx-events";

const listeners = new Set<Listener>();
let stopFollowing: AbortController | null = null;

/** Gives what ends it. */
export function onNews(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function followNews(): void {
  if (stopFollowing !== null) return;
  const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(LOCK);
  let isListening = false;
  const tell = (message: Message) => {
    channel?.postMessage(message);
    hear(message);
  };
  const begin = () => {
    if (stopFollowing !== null) return;
    const stop = new AbortController();
    stopFollowing = stop;
    const listen = async () => {
      isListening = true;
      await listenUntil(stop.signal, tell);
      isListening = false;
    };
    // A page without TLS on another machine has no locks; it listens for itself.
    const locks = (navigator as { locks?: LockManager }).locks;
    const held = locks === undefined ? listen() : locks.request(LOCK, { signal: stop.signal }, listen);
    held.catch(() => {});
  };
  channel?.addEventListener("message", ({ data }: MessageEvent<Message>) => {
    if ("hello" in data && isListening) channel.postMessage({ connection: connection.peek() } satisfies Message);
    else hear(data);
  });
  channel?.postMessage({ hello: true } satisfies Message);
  begin();

  let hiding: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiding);
    if (document.visibilityState === "hidden") {
      hiding = setTimeout(() => {
        stopFollowing?.abort();
        stopFollowing = null;
      }, HIDDEN_MS);
      return;
    }
    begin();
    // What happened meanwhile may have been told to nobody.
    hear({ news: { type: "reset" } });
  });
}

async function listenUntil(signal: AbortSignal, tell: (message: Message) => void): Promise<void> {
  const onConnection = (now: Connection) => tell({ connection: now });
  try {
    for await (const news of client.news({ signal, onConnection })) tell({ news });
  } catch {
    tell({ connection: "away" });
  }
}

function hear(message: Message): void {
  if ("connection" in message) connection.value = message.connection;
  if ("news" in message) for (const listener of listeners) listener(message.news);
}
