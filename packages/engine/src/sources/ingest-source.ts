import { createHash, randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { artifactSchema, errorMessage, ProxxError, type PageOrigin, type StoredArtifact } from "@proxx/contract";
import { hashFile } from "@proxx/media";
import { z } from "zod";
import type { ArtifactStore } from "../store/artifact-store.ts";
import type { FetchedSource, FetchSource } from "./fetch-source.ts";
import { fileStampSchema, isSettled, readStamp, sameStamp, type FileStamp } from "../store/file-stamp.ts";
import { describeSource } from "./describe-source.ts";
import type { OwnSources } from "./own-source.ts";
import type { ProbeFile } from "./probe-file.ts";
import { maxBytesOf, tooLarge, type ReadAs } from "./read-as.ts";
import type { SourceLocation } from "./source-location.ts";
import type { SourceNotes } from "./source-notes.ts";

export interface SourceReaderOptions {
  /** Of files at their paths, which hold for this machine alone. */
  paths: SourceNotes;
  /** Of bytes, by their hash: they never change. */
  facts: SourceNotes;
  /** Of what was at addresses. */
  urls: SourceNotes;
  store: ArtifactStore;
  probe: ProbeFile;
  fetchSource: FetchSource;
  /** Of a source by URL. */
  maxBytes: number;
  timeoutMs: number;
  now: () => number;
}

interface IngestOptions {
  as: ReadAs;
  /** For what is fetched, until it is in the store. */
  workFolder: string;
  /** By the addresses of the plan. */
  ownSources: OwnSources;
  signal?: AbortSignal | undefined;
}

/** A source, whose identity is the SHA-256 of its bytes; of a page also where they were. */
export interface IngestedSource {
  readonly stored: StoredArtifact;
  readonly identity: string;
  /** Of a file that is read where it lies: it has to have the same when whoever read it has ended. */
  readonly stamp: FileStamp | null;
  /** Of a page. */
  readonly origin?: PageOrigin | undefined;
}

export interface SourceReader {
  ingest(location: SourceLocation, options: IngestOptions): Promise<IngestedSource>;
}

const PAGE_HEADERS = { accept: "text/html, application/xhtml+xml, text/markdown, text/plain;q=0.9, */*;q=0.1" };

const pathNoteSchema = z.object({ stamp: fileStampSchema, sha256: z.string(), takenAtMs: z.number() });
const describedSchema = artifactSchema.omit({ url: true });
const urlNoteSchema = z.object({
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  sha256: z.string(),
  kind: describedSchema.shape.kind,
  mediaType: z.string(),
  origin: z
    .object({
      location: z.string(),
      finalUrl: z.string().nullable(),
      mediaType: z.string().nullable(),
      charset: z.string().nullable(),
    })
    .optional(),
});

/** Reads sources: files where they lie, URLs into the store. Neither is believed by its name or its time. */
export function createSourceReader(options: SourceReaderOptions): SourceReader {
  return {
    ingest: (location, ingest) =>
      location.kind === "url" ? ingestUrl(location, ingest, options) : ingestFile(location, ingest, options),
  };
}

/** Null where there is none, or one that is not what was once written. */
async function readNote<Schema extends z.ZodType>(
  notes: SourceNotes,
  name: string,
  schema: Schema,
): Promise<z.output<Schema> | null> {
  const parsed = schema.safeParse(await notes.read(name));
  return parsed.success ? parsed.data : null;
}

async function ingestFile(
  { path, shown }: SourceLocation & { kind: "file" },
  { as, signal }: IngestOptions,
  { paths, facts, probe, now }: SourceReaderOptions,
): Promise<IngestedSource> {
  const stamp = await stampOfSource(path, shown);
  const maxBytes = maxBytesOf(as, Infinity);
  if (Number(stamp.size) > maxBytes) throw tooLarge(shown, maxBytes, as);
  const sha256 = await hashUnlessKnown(path, {
    shown,
    stamp,
    paths,
    now,
    signal,
  });
  const name = `${as}/${sha256.slice(0, 2)}/${sha256.slice(2)}`;
  let described = await readNote(facts, name, describedSchema);
  if (described === null) {
    described = { ...(await describeSource(path, { shown, as, probe, signal })), sha256, size: Number(stamp.size) };
    await facts.write(name, described);
  }
  const stored = { artifact: { ...described, url: pathToFileURL(path).href }, path };
  const origin = as === "page" ? { location: path, finalUrl: null, mediaType: null, charset: null } : undefined;
  return { stored, identity: identityOf(sha256, origin), stamp, origin };
}

async function hashUnlessKnown(
  path: string,
  about: {
    shown: string;
    stamp: FileStamp;
    paths: SourceNotes;
    now: () => number;
    signal: AbortSignal | undefined;
  },
): Promise<string> {
  const { shown, stamp, paths, now, signal } = about;
  const name = `paths/${digest(path)}`;
  const noted = await readNote(paths, name, pathNoteSchema);
  if (noted !== null && sameStamp(noted.stamp, stamp) && isSettled(noted.stamp, noted.takenAtMs)) return noted.sha256;
  const takenAtMs = now();
  const sha256 = await hashFile(path, signal).catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw unreadable(shown, cause);
  });
  const after = await readStamp(path);
  if (after === null || !sameStamp(stamp, after)) throw changed(shown);
  await paths.write(name, { stamp, sha256, takenAtMs });
  return sha256;
}

async function stampOfSource(path: string, shown: string): Promise<FileStamp> {
  const stamp = await readStamp(path).catch((cause: unknown) => {
    throw unreadable(shown, cause);
  });
  if (stamp === null) {
    throw new ProxxError("source_missing", `There is no file ${shown}.`, {
      hint: "Check the path; a relative one begins at the folder of the plan.",
    });
  }
  if (stamp.size === "0") throw new ProxxError("input_unusable", `${shown} is empty.`, { hint: "Copy it again." });
  return stamp;
}

function unreadable(shown: string, cause: unknown): ProxxError {
  if (cause instanceof ProxxError) return cause;
  return new ProxxError("input_unusable", `${shown} cannot be read: ${errorMessage(cause)}`, {
    hint: "Check its permissions.",
    cause,
  });
}

async function ingestUrl(
  { url, shown }: SourceLocation & { kind: "url" },
  { as, workFolder, ownSources, signal }: IngestOptions,
  { urls, store, probe, fetchSource, maxBytes, timeoutMs }: SourceReaderOptions,
): Promise<IngestedSource> {
  const name = `urls/${as}/${digest(url)}`;
  const noted = await readNote(urls, name, urlNoteSchema);
  const found = noted === null ? null : await store.find(noted.sha256);
  const known = found?.state === "intact" ? found.stored : null;
  const path = join(workFolder, `${randomUUID()}${extensionOfUrl(url)}`);
  try {
    const fetched = await fetchSource(url, path, {
      signal,
      maxBytes: maxBytesOf(as, maxBytes),
      timeoutMs,
      own: Object.hasOwn(ownSources, url) ? ownSources[url] : undefined,
      ...(as === "page" && { headers: PAGE_HEADERS }),
      ...(known !== null && { etag: noted?.etag ?? undefined, lastModified: noted?.lastModified ?? undefined }),
    });
    if (fetched.status === "not-modified") {
      if (known === null || noted === null) throw new TypeError("Expected a file from an unconditional request");
      const artifact = { ...known.artifact, kind: noted.kind, mediaType: noted.mediaType };
      const { origin } = noted;
      return { stored: { ...known, artifact }, identity: identityOf(noted.sha256, origin), stamp: null, origin };
    }
    const origin = as === "page" ? originOf(url, fetched) : undefined;
    const declared = fetched.mediaType;
    const described = await describeSource(path, { shown, as, declared, probe, signal });
    const { sha256, etag, lastModified } = fetched;
    const { kind, mediaType } = described;
    const stored = await store.put({ path, kind, mediaType, facts: described, sha256 }, { signal });
    if (etag !== null || lastModified !== null) {
      await urls.write(name, { etag, lastModified, sha256, kind, mediaType, origin });
    }
    return { stored, identity: identityOf(sha256, origin), stamp: null, origin };
  } finally {
    await rm(path, { force: true });
  }
}

/** Of a page also where it was found: what is written from it says so, and its links start there. */
function identityOf(sha256: string, origin: PageOrigin | undefined): string {
  return origin === undefined ? sha256 : digest(JSON.stringify([sha256, origin.finalUrl ?? origin.location]));
}

function originOf(location: string, fetched: FetchedSource & { status: "fetched" }): PageOrigin {
  const { mediaType, charset = null, finalUrl = null } = fetched;
  return { location, finalUrl, mediaType, charset };
}

/** A file that is not what it was when it was read cannot be said to be in what was made of it. */
export async function assertUnchanged({ stored, stamp }: IngestedSource): Promise<void> {
  if (stamp === null) return;
  const now = await readStamp(stored.path);
  if (now === null || !sameStamp(stamp, now)) throw changed(stored.path);
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

// ffprobe goes by content; the extension is for whoever looks into the store.
function extensionOfUrl(url: string): string {
  const extension = extname(new URL(url).pathname).toLowerCase();
  return /^\.[a-z0-9]{1,8}$/.test(extension) ? extension : "";
}

function changed(shown: string): ProxxError {
  return new ProxxError("source_changed", `${shown} was changed while it was being used.`, {
    hint: "Wait until whatever writes it is done, then run the plan again.",
    retryable: true,
  });
}
