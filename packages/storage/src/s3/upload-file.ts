import { createHash } from "node:crypto";
import { openAsBlob } from "node:fs";
import { storeUnavailable } from "./s3-failure.ts";
import type { ObjectFacts, S3Client } from "./s3-client.ts";

export interface UploadedFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly mediaType: string;
}

const MIB = 1024 * 1024;
/** What is sent once more where a connection breaks. S3 takes parts of 5 MiB and more. */
const PART_BYTES = 32 * MIB;
const PARTS_AT_A_TIME = 3;
/** S3 takes 10,000. */
const MOST_PARTS = 9000;

/**
 * Sends a file as an object, as it is read: whole where it is small, else part by part. Each part is signed with its hash, so
 * that what arrives is what lies here. Until the parts are put together there is no object.
 */
export async function uploadFile(
  client: S3Client,
  key: string,
  { path, size, sha256, mediaType }: UploadedFile,
  { signal, partBytes = PART_BYTES }: { signal?: AbortSignal | undefined; partBytes?: number | undefined } = {},
): Promise<ObjectFacts> {
  const file = await openAsBlob(path);
  if (size <= partBytes) {
    return { size, etag: await client.put(key, { bytes: file, sha256 }, { contentType: mediaType, signal }) };
  }
  const bytesEach = Math.max(partBytes, Math.ceil(size / MOST_PARTS / MIB) * MIB);
  const uploadId = await client.beginUpload(key, mediaType, signal);
  try {
    const etags = await uploadParts(client, key, { file, bytesEach, uploadId, signal });
    await client.completeUpload(key, { uploadId, etags, signal });
  } catch (error) {
    // What has no name yet takes room all the same, until a rule of the bucket removes it.
    await client.abortUpload(key, uploadId).catch(() => {});
    throw error;
  }
  const facts = await client.head(key, signal);
  if (facts?.size !== size) throw storeUnavailable("an upload is not there whole", client.place);
  return facts;
}

async function uploadParts(
  client: S3Client,
  key: string,
  about: { file: Blob; bytesEach: number; uploadId: string; signal: AbortSignal | undefined },
): Promise<string[]> {
  const { file, bytesEach, uploadId } = about;
  const etags: string[] = Array.from({ length: Math.ceil(file.size / bytesEach) }, () => "");
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...(about.signal === undefined ? [] : [about.signal])]);
  const numbers = etags.keys();
  const sendParts = async () => {
    for (const index of numbers) {
      signal.throwIfAborted();
      const bytes = file.slice(index * bytesEach, (index + 1) * bytesEach);
      const body = { bytes, sha256: await hashOf(bytes) };
      etags[index] = await client.uploadPart(key, { uploadId, number: index + 1, body, signal });
    }
  };
  const senders = Array.from({ length: PARTS_AT_A_TIME }, () =>
    sendParts().catch((error: unknown) => failed.abort(error)),
  );
  await Promise.all(senders);
  // The first failure is the one to tell of.
  failed.signal.throwIfAborted();
  return etags;
}

async function hashOf(bytes: Blob): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of bytes.stream()) hash.update(chunk);
  return hash.digest("hex");
}
