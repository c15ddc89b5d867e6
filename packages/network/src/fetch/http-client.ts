import type { Agent, buildConnector, Dispatcher, fetch } from "undici";

type RequestOptions = Pick<Dispatcher.RequestOptions, "signal" | "headers" | "headersTimeout" | "bodyTimeout">;

/** What goes out over connections that are made by a connector of our own. */
export interface HttpClient {
  request(url: URL, options: RequestOptions): Promise<Dispatcher.ResponseData>;
  fetch(...about: Parameters<typeof fetch>): ReturnType<typeof fetch>;
  /** Ends what is under way. */
  close(): Promise<void>;
}

interface Opened {
  readonly undici: typeof import("undici");
  readonly dispatcher: Agent;
}

/** Loaded when something first goes out: a process has several networks, and most reach for nothing. */
export function createHttpClient(connect: buildConnector.connector): HttpClient {
  let opened: Promise<Opened> | null = null;
  const open = () => {
    opened ??= import("undici").then((undici) => ({ undici, dispatcher: new undici.Agent({ connect }) }));
    return opened;
  };
  return {
    async request(url, options) {
      const { undici, dispatcher } = await open();
      return undici.request(url, { ...options, dispatcher });
    },
    async fetch(url, options) {
      const { undici, dispatcher } = await open();
      return undici.fetch(url, { ...options, dispatcher });
    },
    async close() {
      await (await opened)?.dispatcher.destroy();
    },
  };
}
