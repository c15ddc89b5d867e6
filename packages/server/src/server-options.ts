import { ProxxError } from "@proxx/contract";
import type { RuntimeOptions } from "@proxx/runtime";
import { isLoopback } from "./http/allowed-host.ts";
import type { RequestRecord } from "./http/create-app.ts";

export interface ServerOptions {
  /** What plans are run with. `home` is the folder of all data. */
  runtime: RuntimeOptions;
  /** Of Proxx, as the reference says it. @default "0.1.0" */
  version?: string | undefined;
  /** What to listen on. @default "127.0.0.1" */
  host?: string | undefined;
  /** 0 takes any that is free. @default 4747 */
  port?: number | undefined;
  /** Where clients reach the server, where that is not what it listens on. @default what each request came to */
  publicUrl?: string | undefined;
  /** Names it answers to beside those of this machine, while it listens on loopback alone. @default none */
  allowedHosts?: readonly string[] | undefined;
  /** Origins whose pages may ask. @default none */
  corsOrigins?: readonly string[] | undefined;
  /** Of the body of a request that is a document. @default 1 MiB */
  maxDocumentBytes?: number | undefined;
  /** Of one file that is sent. @default 4 GiB */
  maxUploadBytes?: number | undefined;
  /** Of one plan. @default 200 */
  maxJobs?: number | undefined;
  /** Of each key; 0 is no limit. @default 6000 */
  requestsPerMinute?: number | undefined;
  /** Folders that are open to JobSpecs. Absolute. @default none: the server runs no JobSpecs */
  mediaRoots?: readonly string[] | undefined;
  /** Watch folders that are shown, and nothing else. Absolute. @default none */
  watchFolders?: readonly string[] | undefined;
  /** Tell webhooks at private addresses too. @default false */
  allowPrivateWebhooks?: boolean | undefined;
  /** Gives the folder of the page's files when it is first asked for; null where there is none. @default no page */
  page?: (() => Promise<string | null>) | undefined;
  /** How long executions may go on when the server closes. @default 20 000 */
  graceMs?: number | undefined;
  /** Told of each request when it has been answered. */
  onRequest?: ((record: RequestRecord) => void) | undefined;
  /** Told what went wrong where no request was to blame. */
  onFault?: ((fault: unknown) => void) | undefined;
}

export type ServerSettings = ReturnType<typeof readServerOptions>;

export function readServerOptions(options: ServerOptions) {
  const numbers = {
    port: options.port ?? 4747,
    maxDocumentBytes: options.maxDocumentBytes ?? 1024 ** 2,
    maxUploadBytes: options.maxUploadBytes ?? 4 * 1024 ** 3,
    maxJobs: options.maxJobs ?? 200,
    requestsPerMinute: options.requestsPerMinute ?? 6000,
    graceMs: options.graceMs ?? 20_000,
  };
  for (const [name, value] of Object.entries(numbers)) {
    if (Number.isSafeInteger(value) && value >= 0) continue;
    throw new TypeError(`Expected \`${name}\` to be a non-negative integer, got \`${value}\``);
  }
  const host = options.host ?? "127.0.0.1";
  return {
    ...numbers,
    runtime: options.runtime,
    version: options.version ?? "0.1.0",
    host,
    isLoopback: isLoopback(host),
    publicUrl: readUrl(options.publicUrl),
    allowedHosts: options.allowedHosts ?? [],
    watchFolders: options.watchFolders ?? [],
    mediaRoots: options.mediaRoots ?? [],
    corsOrigins: (options.corsOrigins ?? []).map(readOrigin),
    allowPrivateWebhooks: options.allowPrivateWebhooks ?? false,
    page: options.page ?? (async () => null),
    onRequest: options.onRequest ?? (() => {}),
    onFault: options.onFault ?? (() => {}),
  };
}

/** As browsers say it: in any other form it would never be the one of a request. */
function readOrigin(text: string): string {
  const url = URL.parse(text);
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
  if (isOrigin) return url.origin;
  throw new ProxxError("invalid_document", `${JSON.stringify(text)} is no origin of pages.`, {
    hint: "Write it as a browser does, such as https://app.example.com, without a path; each by itself, there is none for all.",
  });
}

function readUrl(text: string | undefined): string | null {
  if (text === undefined) return null;
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "") {
    return url.href.replace(/\/+$/, "");
  }
  throw new ProxxError("invalid_document", `The public address ${JSON.stringify(text)} is no address of a server.`, {
    hint: "Write it whole, such as https://video.example.com.",
  });
}
