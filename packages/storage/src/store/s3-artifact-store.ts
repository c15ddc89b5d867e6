import { randomUUID } from "node:crypto";
import { access } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { ProxxError, type StoredArtifact } from "@proxx/contract";
import type { ArtifactStore, FoundArtifact, IncomingFile, OpenArtifact } from "@proxx/engine";
import { downloadObject } from "../s3/download-object.ts";
import type { S3Client } from "../s3/s3-client.ts";
import { uploadFile } from "../s3/upload-file.ts";
import type { CacheFolder } from "./cache-folder.ts";
import { readNote, writeNote, type ObjectNote } from "./object-note.ts";
import { onceAtATime } from "./once-at-a-time.ts";
import { verifiedStream } from "./verified-stream.ts";

export interface S3ArtifactStoreOptions {
  client: S3Client;
  /** What all keys begin with. */
  prefix: string;
  /** What lies on this machine; its files are in `folder`. */
  local: ArtifactStore;
  folder: string;
  cache: CacheFolder;
  /** For what comes, until it is whole; on the file system of `folder`. */
  workFolder: () => Promise<string>;
  /** Of a part of a large file. @default 16 MiB */
  partBytes?: number | undefined;
}

/**
 * Artifacts in a bucket, and those of late on this machine as well. The bucket is the truth: a file is there when its note is,
 * which is written when its bytes are whole; what lies here counts when it is known to have been put there.
 */
export function createS3ArtifactStore(options: S3ArtifactStoreOptions): ArtifactStore {
  const { client, local, folder, cache } = options;
  const keyOf = (sha256: string) => `${options.prefix}artifacts/${sha256.slice(0, 2)}/${sha256.slice(2)}`;
  const noteOf = (sha256: string) => `${keyOf(sha256)}.note`;
  const bring = onceAtATime<FoundArtifact>();
  const send = onceAtATime<void>();
  /** What was found to be other bytes in the bucket, whatever it says of itself. */
  const altered = new Set<string>();

  async function find(sha256: string, { verify = false }: { verify?: boolean | undefined } = {}) {
    if (!verify && (await cache.isKept(sha256))) {
      const found = await local.find(sha256);
      if (found.state === "intact") return found;
    }
    return bring(sha256, () => findInBucket(sha256, verify));
  }

  async function findInBucket(sha256: string, verify: boolean): Promise<FoundArtifact> {
    const note = await readNote(client, noteOf(sha256));
    const here = await local.find(sha256, { verify });
    if (note === null || note.artifact.sha256 !== sha256) {
      await cache.doubt(sha256);
      return { state: "gone" };
    }
    if (here.state === "intact") {
      const object = await client.head(keyOf(sha256));
      if (object?.size === note.artifact.size && object.etag === note.etag) {
        await cache.keep(sha256, object.size);
        return here;
      }
      await cache.doubt(sha256);
      if (object === null) return { state: "gone" };
    }
    return download(sha256, note);
  }

  /** What the storage calls it can have changed with the bytes, or without them, when two have sent it: the hash decides. */
  async function download(sha256: string, note: ObjectNote): Promise<FoundArtifact> {
    const { kind, mediaType, size } = note.artifact;
    const path = join(await options.workFolder(), `${randomUUID()}${note.extension}`);
    const came = await downloadObject(client, keyOf(sha256), { path, size, sha256 });
    if (came.state === "altered") altered.add(sha256);
    if (came.state !== "whole") return { state: came.state };
    altered.delete(sha256);
    if (came.etag !== note.etag) await writeNote(client, noteOf(sha256), { ...note, etag: came.etag });
    const stored = await local.put({ path, kind, mediaType, facts: note.artifact, sha256 });
    await cache.keep(sha256, size);
    return { state: "intact", stored };
  }

  async function put(file: IncomingFile, { signal }: { signal?: AbortSignal | undefined } = {}) {
    const extension = extname(file.path);
    const stored = await local.put(file, { signal });
    await send(stored.artifact.sha256, () => sendUnlessThere(stored, extension, signal));
    return stored;
  }

  async function sendUnlessThere(
    { artifact, path }: StoredArtifact,
    extension: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { url: _url, ...facts } = artifact;
    const { sha256, size } = facts;
    const release = cache.hold([sha256]);
    try {
      const note = await readNote(client, noteOf(sha256));
      const there = note === null || altered.has(sha256) ? null : await client.head(keyOf(sha256), signal);
      if (there === null || there.size !== size || there.etag !== note?.etag) {
        await cache.doubt(sha256);
        const { etag } = await uploadFile(
          client,
          keyOf(sha256),
          { ...facts, path },
          { signal, partBytes: options.partBytes },
        );
        await writeNote(client, noteOf(sha256), { artifact: facts, extension: asExtension(extension), etag }, signal);
        altered.delete(sha256);
      }
      await cache.keep(sha256, size);
    } finally {
      release();
    }
  }

  async function open(sha256: string): Promise<OpenArtifact | null> {
    if ((await cache.isKept(sha256)) && (await local.find(sha256)).state === "intact") return local.open(sha256);
    const note = await readNote(client, noteOf(sha256));
    return note === null ? null : { size: note.artifact.size, read: (first, last) => read(sha256, note, first, last) };
  }

  async function read(sha256: string, note: ObjectNote, first: number, last: number) {
    const { size } = note.artifact;
    const object = await client.get(keyOf(sha256), { first, last: last === size - 1 ? null : last });
    if (object === null) throw lost(sha256, "gone");
    const isWhole = first === 0 && last === size - 1;
    if (object.size === size && isWhole) return verifiedStream(object.body, sha256, () => lost(sha256, "altered"));
    if (object.size === size && object.etag === note.etag) return object.body;
    // A part cannot be checked by itself.
    await object.body.cancel();
    const found = await bring(sha256, () => download(sha256, note));
    const whole = found.state === "intact" ? await local.open(sha256) : null;
    if (whole === null) throw lost(sha256, found.state);
    return whole.read(first, last);
  }

  async function hold(files: readonly StoredArtifact[]) {
    const release = cache.hold(files.map(({ artifact }) => artifact.sha256));
    try {
      return { files: await Promise.all(files.map(localise)), release };
    } catch (error) {
      release();
      throw error;
    }
  }

  async function localise(file: StoredArtifact): Promise<StoredArtifact> {
    const isOurs = file.path.startsWith(folder + sep);
    // A source of this machine is read where it lies.
    if (!isOurs && (await isThere(file.path))) return file;
    const found = await find(file.artifact.sha256);
    if (found.state === "intact") {
      const { artifact, path } = found.stored;
      return { artifact: { ...file.artifact, url: artifact.url }, path };
    }
    if (!isOurs) return file;
    throw lost(file.artifact.sha256, found.state);
  }

  return { find, put, open, hold };
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function asExtension(text: string): string {
  const extension = text.toLowerCase();
  return /^\.[a-z0-9]{1,8}$/.test(extension) ? extension : "";
}

function lost(sha256: string, state: FoundArtifact["state"]): ProxxError {
  const what = state === "altered" ? "is not what it was" : "is not there any more";
  return new ProxxError("artifact_lost", `The artifact ${sha256} in the bucket ${what}.`, {
    hint: "Run what made it again; keep the bucket's prefix to Proxx alone.",
  });
}
