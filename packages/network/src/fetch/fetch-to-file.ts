import { unlink } from "node:fs/promises";
import type { Dispatcher } from "undici";
import { checkUrl } from "../address/check-url.ts";
import {
  aborted,
  refusedType,
  statusFailure,
  tooLarge,
  toNetworkFailure,
  unreachable,
  type NetworkPurpose,
  type Target,
} from "../network-failure.ts";
import type { HttpClient } from "./http-client.ts";
import { nextHop } from "./next-hop.ts";
import { checkPositiveIntegers } from "../positive-integer.ts";
import type { Reach } from "../address/reach.ts";
import { bytesLeftAt, startOfBody } from "./resume.ts";
import { storeBody } from "./store-body.ts";
import { suggestedFileName } from "./suggested-file-name.ts";
import { untilAborted } from "./until-aborted.ts";

export interface FetchToFileOptions {
  /** What the file is for; decides the codes of failures. @default the network's */
  purpose?: NetworkPurpose;
  signal?: AbortSignal | undefined;
  /** Of the file as it is stored, and of what is sent. @default 4 GiB */
  maxBytes?: number;
  /** For everything together. @default 30 minutes */
  timeoutMs?: number;
  /** The longest silence within the body. @default 30 000 */
  idleMs?: number;
  /** From the request to its answer's headers. @default 30 000 */
  headersTimeoutMs?: number;
  /** Media types (`video/mp4`, `video/*`), or what judges one; an undeclared type is `application/octet-stream` to a list. @default all */
  accept?: readonly string[] | ((mediaType: string | null) => boolean);
  /** Sent to the address's own origin, and to no other that it redirects to. */
  headers?: Readonly<Record<string, string>>;
  /** Bytes that have come, of how many that were announced. */
  onProgress?: (received: number, total: number | null) => void;
  /**
   * Goes on behind what a fetch that broke has left at `path`, and leaves there what has come if it breaks again. Whether it is
   * one file that came in parts is for the caller to see, by its hash. @default false
   */
  resume?: boolean;
  /** Of what is there already: the outcome is `not-modified` when it still holds. */
  etag?: string | undefined;
  lastModified?: string | undefined;
}

export interface FetchedFile {
  status: "fetched";
  bytes: number;
  /** SHA-256 of the file, in hex. */
  sha256: string;
  /** As the server declares it, without parameters. */
  mediaType: string | null;
  /** The charset that goes with the media type. */
  charset: string | null;
  etag: string | null;
  lastModified: string | null;
  /** Where the redirects led. */
  finalUrl: string;
  /** A name without folders, fit for every file system. */
  fileName: string | null;
}

export interface NotModified {
  status: "not-modified";
  etag: string | null;
  lastModified: string | null;
  finalUrl: string;
}

export interface FetchContext {
  client: HttpClient;
  purpose: NetworkPurpose;
  reach: Reach;
}

type Answer = Dispatcher.ResponseData;
type Settings = ReturnType<typeof normalise> & {
  /** How many bytes of the file are there. */
  left: number;
};

const RANGE_NOT_SATISFIABLE = 416;

/** Brings what is at an address into a new file at `path`; after a failure there is no file, unless it may be resumed. */
export async function fetchToFile(
  address: string | URL,
  path: string,
  options: FetchToFileOptions,
  context: FetchContext,
): Promise<FetchedFile | NotModified> {
  const left = options.resume === true ? await bytesLeftAt(path) : 0;
  const settings = { ...normalise(options, context.purpose), left };
  const target: Target = { purpose: settings.purpose, url: null };
  const deadline = AbortSignal.timeout(settings.timeoutMs);
  const signal = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
  try {
    target.url = checkUrl(address, { purpose: settings.purpose, reach: context.reach });
    const { answer, url } = await follow(target.url, settings, signal, context);
    target.url = url;
    if (answer.statusCode !== RANGE_NOT_SATISFIABLE || left === 0) return await receive(answer, url, path, settings);
    // The file has become shorter than what there is of it.
    discard(answer);
    await unlink(path);
    return await fetchToFile(address, path, options, context);
  } catch (error) {
    if (options.signal?.aborted) throw aborted(target);
    const failure = toNetworkFailure(error, target);
    if (!deadline.aborted || failure === error) throw failure;
    throw unreachable(target, `it took longer than ${settings.timeoutMs} ms`, { retryable: true, cause: error });
  }
}

function normalise(options: FetchToFileOptions, purpose: NetworkPurpose) {
  const { accept = () => true } = options;
  const limits = {
    maxBytes: options.maxBytes ?? 4 * 1024 ** 3,
    timeoutMs: options.timeoutMs ?? 30 * 60_000,
    idleMs: options.idleMs ?? 30_000,
    headersTimeoutMs: options.headersTimeoutMs ?? 30_000,
  };
  checkPositiveIntegers(limits);
  return {
    ...limits,
    purpose: options.purpose ?? purpose,
    accepts: typeof accept === "function" ? accept : (mediaType: string | null) => isListed(mediaType, accept),
    headers: options.headers ?? {},
    resume: options.resume ?? false,
    onProgress: options.onProgress ?? (() => {}),
    etag: options.etag ?? null,
    lastModified: options.lastModified ?? null,
  };
}

function isListed(mediaType: string | null, list: readonly string[]): boolean {
  const type = mediaType ?? "application/octet-stream";
  return list.some((entry) => entry === type || (entry.endsWith("/*") && type.startsWith(entry.slice(0, -1))));
}

async function follow(start: URL, settings: Settings, signal: AbortSignal, { client, reach }: FetchContext) {
  let url = start;
  let own = settings.headers;
  for (let redirects = 0; ; redirects += 1) {
    // A request that waits for its connection does not hear its signal.
    const answer: Answer = await untilAborted(
      client.request(url, {
        signal,
        headers: requestHeaders(own, settings),
        headersTimeout: settings.headersTimeoutMs,
        bodyTimeout: settings.idleMs,
      }),
      signal,
    );
    try {
      const { statusCode: status } = answer;
      const hop = { url, status, location: headerOf(answer, "location"), redirects };
      const next = nextHop(hop, { purpose: settings.purpose, reach });
      if (next === null) return { answer, url };
      if (next.origin !== url.origin) own = {};
      url = next;
    } catch (error) {
      discard(answer);
      throw error;
    }
    discard(answer);
  }
}

function requestHeaders(
  own: Readonly<Record<string, string>>,
  { etag, lastModified, left }: Settings,
): Record<string, string> {
  const headers = new Headers(own);
  if (!headers.has("accept")) headers.set("accept", "*/*");
  if (!headers.has("user-agent")) headers.set("user-agent", "proxx");
  headers.set("accept-encoding", "identity");
  if (left > 0) headers.set("range", `bytes=${left}-`);
  if (etag !== null) headers.set("if-none-match", etag);
  if (lastModified !== null) headers.set("if-modified-since", lastModified);
  return Object.fromEntries(headers);
}

async function receive(answer: Answer, url: URL, path: string, settings: Settings): Promise<FetchedFile | NotModified> {
  const target = { purpose: settings.purpose, url };
  const about = {
    etag: headerOf(answer, "etag"),
    lastModified: headerOf(answer, "last-modified"),
    finalUrl: url.href,
  };
  try {
    if (answer.statusCode === 304 && (settings.etag ?? settings.lastModified) !== null) {
      return {
        ...about,
        status: "not-modified",
        etag: about.etag ?? settings.etag,
        lastModified: about.lastModified ?? settings.lastModified,
      };
    }
    const { statusCode: status } = answer;
    if (status !== 200 && !(status === 206 && settings.left > 0)) throw statusFailure(target, status);
    const from = startOfBody({ status, contentRange: headerOf(answer, "content-range") }, settings.left, target);
    const contentType = headerOf(answer, "content-type");
    const mediaType = contentType?.split(";")[0]?.trim().toLowerCase() || null;
    const charset = /;\s*charset\s*=\s*"?([\w.:+-]+)/i.exec(contentType ?? "")?.[1]?.toLowerCase() ?? null;
    if (!settings.accepts(mediaType)) throw refusedType(target, mediaType);
    const announced = headerOf(answer, "content-length");
    const total = announced === null ? null : from + Number(announced);
    if (total !== null && total > settings.maxBytes) throw tooLarge(target, settings.maxBytes);
    const stored = await storeBody(answer.body, path, {
      target,
      from: settings.resume ? from : null,
      maxBytes: settings.maxBytes,
      contentEncoding: headerOf(answer, "content-encoding"),
      onReceived: (received) => settings.onProgress(received, total),
    });
    const fileName = suggestedFileName(headerOf(answer, "content-disposition"), url);
    return { ...about, ...stored, status: "fetched", mediaType, charset, fileName };
  } finally {
    discard(answer);
  }
}

function headerOf({ headers }: Answer, name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

function discard({ body }: Answer): void {
  if (!body.destroyed) body.on("error", () => {}).destroy();
}
