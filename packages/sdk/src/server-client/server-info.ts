import type { Session, System, WatchFolders } from "@proxx/contract";
import type { Sender } from "./sender.ts";

/** What a server says of itself, and of whoever asks. */
export interface ServerInfo {
  /** Workers, queue, disks, tools: for the operator. */
  readonly system: {
    get(options?: { signal?: AbortSignal }): Promise<System>;
    /** What lies in the watch folders that the server shows. */
    watchFolders(options?: { signal?: AbortSignal }): Promise<WatchFolders>;
  };
  /** For a page of the server's own: its key is changed for a cookie that no script can read. */
  readonly session: {
    get(): Promise<Session>;
    open(apiKey: string): Promise<Session>;
    close(): Promise<void>;
  };
}

export function createServerInfo(sender: Sender): ServerInfo {
  return {
    system: {
      get: ({ signal } = {}) => sender.send("GET", "/api/system", { signal }),
      watchFolders: ({ signal } = {}) => sender.send("GET", "/api/watch", { signal }),
    },
    session: {
      get: () => sender.send("GET", "/api/session"),
      open: (apiKey) => sender.send("POST", "/api/session", { body: { apiKey } }),
      close: () => sender.send("DELETE", "/api/session"),
    },
  };
}
