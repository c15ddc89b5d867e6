import { createDeliveries, type DeliveriesClient } from "./deliveries-client.ts";
import { createExecutions, type ExecutionsClient } from "./executions-client.ts";
import { createJobSpecs, type JobSpecsClient } from "./job-specs-client.ts";
import { followNews, type NewsOptions } from "./follow-news.ts";
import { createMovies, type MoviesClient } from "./movies-client.ts";
import { createSender } from "./sender.ts";
import { createServerInfo, type ServerInfo } from "./server-info.ts";
import { createUploads, type UploadsClient } from "./uploads-client.ts";
import type { TenantNews } from "@proxx/contract";

export interface ClientOptions {
  /** Where the server is, such as `https://proxx.example.com`. */
  url: string;
  /** @default none, for a server without keys, or a page with a session */
  apiKey?: string | undefined;
  /** What requests are made with. @default globalThis.fetch */
  fetch?: typeof globalThis.fetch | undefined;
}

/** Everything that a server can be asked, as functions. What it refuses rejects with a `RequestRefused`. */
export interface Client extends ServerInfo {
  readonly executions: ExecutionsClient;
  readonly deliveries: DeliveriesClient;
  readonly movies: MoviesClient;
  readonly jobSpecs: JobSpecsClient;
  readonly uploads: UploadsClient;
  /** Which executions stand otherwise, as it happens, until the signal aborts; however often the server is away meanwhile. */
  news(options: NewsOptions): AsyncIterable<TenantNews>;
}

/**
 * A client of a server, in browsers too. It reads answers as the types say, and does not check them.
 *
 * @example
 * const client = createClient({ url: "http://127.0.0.1:4747" });
 * const { data } = await client.executions.list({ status: ["failed"] });
 */
export function createClient({ url, apiKey, fetch }: ClientOptions): Client {
  const sender = createSender({
    apiUrl: url.replace(/\/+$/, ""),
    apiKey: apiKey ?? null,
    // Not the function itself: called as a method of something else, a browser's is an "Illegal invocation".
    fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
  });
  return {
    executions: createExecutions(sender),
    deliveries: createDeliveries(sender),
    movies: createMovies(sender),
    jobSpecs: createJobSpecs(sender),
    uploads: createUploads(sender),
    news: (options) => followNews(sender, options),
    ...createServerInfo(sender),
  };
}
