import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { backoffMs, ProxxError, readRetryAfter } from "@proxx/contract";
import { escapeText, readElements, readText } from "./read-xml.ts";
import { readRefusal, reasonOf, storeRefused, storeUnavailable, type Place, type Refusal } from "./s3-failure.ts";
import type { S3Settings } from "./s3-settings.ts";
import { encodeStrictly, signRequest } from "./sign-request.ts";

export interface S3ClientOptions {
  settings: S3Settings;
  fetch: typeof globalThis.fetch;
  /** Milliseconds since 1970. @default Date.now */
  now?: (() => number) | undefined;
  /** Between two attempts. @default as long as that takes */
  wait?: ((milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown>) | undefined;
}

export interface ObjectFacts {
  readonly size: number;
  /** As the storage writes it. Not always a hash of the bytes, but another one for other bytes. */
  readonly etag: string;
}

export interface ReadObject extends ObjectFacts {
  readonly body: ReadableStream<Uint8Array>;
}

export interface ListedObject {
  readonly key: string;
  readonly modifiedAt: string;
  readonly size: number;
}

/** What is sent, which may be sent more than once; a file is read as it is sent. */
interface Body {
  readonly bytes: Blob;
  readonly sha256: string;
}

interface SendOptions {
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  body?: Body | undefined;
  signal?: AbortSignal | undefined;
}

export type S3Client = ReturnType<typeof createS3Client>;

const ATTEMPTS = 5;
const NOTHING_SHA256 = createHash("sha256").digest("hex");

/**
 * The few requests of S3 that a store needs. What the storage cannot do at this moment (5xx, a connection that breaks before
 * there is an answer) is tried again; what it refuses is not.
 */
export function createS3Client({ settings, fetch, now = Date.now, wait = defaultWait }: S3ClientOptions) {
  const { bucket, endpoint, pathStyle, region, credentials } = settings;
  const place: Place = { bucket, endpoint };
  const root = new URL(endpoint);
  if (!pathStyle) root.host = `${bucket}.${root.host}`;
  const rootPath = `${root.pathname.replace(/\/+$/, "")}${pathStyle ? `/${encodeStrictly(bucket)}` : ""}`;

  /** Gives what the storage answers, be it a refusal. */
  async function send(method: string, key: string, options: SendOptions = {}): Promise<Response> {
    const { query = {}, headers = {}, body, signal } = options;
    const url = new URL(root);
    url.pathname = rootPath + (key === "" ? "" : `/${key.split("/").map(encodeStrictly).join("/")}`);
    url.search = Object.entries(query)
      .map(([name, value]) => `${encodeStrictly(name)}=${encodeStrictly(value)}`)
      .join("&");
    const bodySha256 = body?.sha256 ?? NOTHING_SHA256;
    for (let attempts = 1; ; attempts += 1) {
      const signed = signRequest({ method, url, headers, bodySha256 }, { credentials, region, nowMs: now() });
      let failure: ProxxError;
      let retryAfterMs: number | null = null;
      try {
        const init = { method, headers: signed, redirect: "manual", signal: signal ?? null } as const;
        const answer = await fetch(url, body === undefined ? init : { ...init, body: body.bytes });
        if (answer.status < 500 || answer.status === 501) return answer;
        const { code } = readRefusal(answer.status, await answer.text());
        failure = storeUnavailable(`it answered ${answer.status}${code === "" ? "" : ` (${code})`}`, place);
        retryAfterMs = readRetryAfter(answer.headers.get("retry-after"), now());
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof ProxxError && !error.retryable) throw error;
        failure = storeUnavailable(reasonOf(error), place, error);
      }
      if (attempts === ATTEMPTS) throw failure;
      await wait(backoffMs(attempts, { ...BACKOFF, retryAfterMs, random: Math.random() }), signal);
    }
  }

  async function expectOk(answer: Response): Promise<Response> {
    if (answer.ok) return answer;
    throw storeRefused(await refusalOf(answer), place);
  }

  /** Null where there is no such object. */
  async function unlessMissing(answer: Response): Promise<Response | null> {
    if (answer.status !== 404) return expectOk(answer);
    const refusal = await refusalOf(answer);
    if (refusal.code === "NoSuchBucket") throw storeRefused(refusal, place);
    return null;
  }

  return {
    place,
    wait,

    async head(key: string, signal?: AbortSignal): Promise<ObjectFacts | null> {
      const answer = await unlessMissing(await send("HEAD", key, { signal }));
      return answer === null ? null : factsOf(answer);
    },

    /** An object from a byte on, up to another one or its end. `size` is that of the whole. */
    async get(
      key: string,
      {
        first = 0,
        last = null,
        signal,
      }: { first?: number; last?: number | null; signal?: AbortSignal | undefined } = {},
    ): Promise<ReadObject | null> {
      const whole = first === 0 && last === null;
      const headers: Record<string, string> = whole ? {} : { range: `bytes=${first}-${last ?? ""}` };
      const answer = await unlessMissing(await send("GET", key, { headers, signal }));
      if (answer === null) return null;
      const total = /\/(\d+)$/.exec(answer.headers.get("content-range") ?? "")?.[1];
      if (!whole && answer.status === 200 && first > 0) {
        throw storeUnavailable("it does not answer with parts of objects", place);
      }
      const { etag, size } = factsOf(answer);
      return { etag, size: total === undefined ? size : Number(total), body: answer.body ?? new Blob([]).stream() };
    },

    async put(
      key: string,
      body: Body,
      { contentType, signal }: { contentType: string; signal?: AbortSignal | undefined },
    ): Promise<string> {
      return etagOf(await expectOk(await send("PUT", key, { headers: { "content-type": contentType }, body, signal })));
    },

    async putJson(key: string, value: unknown, signal?: AbortSignal): Promise<void> {
      const headers = { "content-type": "application/json" };
      await expectOk(await send("PUT", key, { headers, body: bodyOf(JSON.stringify(value)), signal }));
    },

    /** In the order of their keys; at most a thousand. */
    async list(prefix: string, { after = "", limit = 1000 } = {}): Promise<ListedObject[]> {
      const query = { "list-type": "2", "max-keys": String(limit), prefix, ...(after && { "start-after": after }) };
      const xml = await (await expectOk(await send("GET", "", { query }))).text();
      return readElements(xml, "Contents").map((entry) => ({
        key: readText(entry, "Key") ?? "",
        modifiedAt: readText(entry, "LastModified") ?? "",
        size: Number(readText(entry, "Size") ?? 0),
      }));
    },

    async beginUpload(key: string, contentType: string, signal?: AbortSignal): Promise<string> {
      const options = { query: { uploads: "" }, headers: { "content-type": contentType }, signal };
      const id = readText(await (await expectOk(await send("POST", key, options))).text(), "UploadId");
      if (id === null) throw storeUnavailable("it began no upload", place);
      return id;
    },

    async uploadPart(
      key: string,
      part: { uploadId: string; number: number; body: Body; signal?: AbortSignal | undefined },
    ): Promise<string> {
      const { uploadId, number, body, signal } = part;
      const query = { partNumber: String(number), uploadId };
      return etagOf(await expectOk(await send("PUT", key, { query, body, signal })));
    },

    /** Puts the parts together. Null where there is no such upload any more, which may have been put together before. */
    async completeUpload(
      key: string,
      { uploadId, etags, signal }: { uploadId: string; etags: readonly string[]; signal?: AbortSignal | undefined },
    ): Promise<string | null> {
      const parts = etags.map(
        (etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${escapeText(etag)}</ETag></Part>`,
      );
      const body = bodyOf(`<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`);
      const answer = await unlessMissing(await send("POST", key, { query: { uploadId }, body, signal }));
      if (answer === null) return null;
      const xml = await answer.text();
      // Putting together takes so long that S3 answers with 200 before it knows how it ends.
      const code = /<Error[\s>]/.test(xml) ? (readText(xml, "Code") ?? "an error") : null;
      if (code !== null) throw storeUnavailable(`it did not put the parts together (${code})`, place);
      return readText(xml, "ETag") ?? "";
    },

    /** Whether there is one or not. */
    async remove(key: string): Promise<void> {
      await unlessMissing(await send("DELETE", key));
    },

    async abortUpload(key: string, uploadId: string): Promise<void> {
      await send("DELETE", key, { query: { uploadId } });
    },
  };
}

const BACKOFF = { firstMs: 200, growth: 3, longestMs: 10_000 };

function defaultWait(milliseconds: number, signal: AbortSignal | undefined): Promise<unknown> {
  return pause(milliseconds, undefined, signal === undefined ? {} : { signal });
}

async function refusalOf(answer: Response): Promise<Refusal> {
  return readRefusal(answer.status, await answer.text());
}

function factsOf({ headers }: Response): ObjectFacts {
  return { size: Number(headers.get("content-length") ?? 0), etag: headers.get("etag") ?? "" };
}

function etagOf({ headers }: Response): string {
  return headers.get("etag") ?? "";
}

function bodyOf(text: string): Body {
  return { bytes: new Blob([text]), sha256: createHash("sha256").update(text).digest("hex") };
}
