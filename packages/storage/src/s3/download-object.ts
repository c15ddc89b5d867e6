import { createHash } from "node:crypto";
import { open, rm } from "node:fs/promises";
import { backoffMs } from "@proxx/contract";
import { reasonOf, storeUnavailable } from "./s3-failure.ts";
import type { S3Client } from "./s3-client.ts";

/** Its bytes are in the file; or there is no such object, or it is other bytes, and there is no file. */
export type Downloaded =
  | { readonly state: "whole"; readonly etag: string }
  | { readonly state: "gone" }
  | { readonly state: "altered" };

/** After so many connections that broke off without a byte. */
const VAIN_ATTEMPTS = 5;

/**
 * Brings an object into a new file, hashed as it comes. A connection that breaks off is gone on from where it did, as long as
 * the object is the same.
 */
export async function downloadObject(
  client: S3Client,
  key: string,
  { path, size, sha256, signal }: { path: string; size: number; sha256: string; signal?: AbortSignal | undefined },
): Promise<Downloaded> {
  const hash = createHash("sha256");
  let received = 0;
  let etag: string | null = null;
  let isWhole = false;
  try {
    await using file = await open(path, "wx", 0o600);
    for (let vain = 0; ;) {
      const object = await client.get(key, { first: received, signal });
      if (object === null) return { state: "gone" };
      if (object.size !== size || (etag !== null && object.etag !== etag)) {
        await object.body.cancel();
        return { state: "altered" };
      }
      ({ etag } = object);
      const before = received;
      let cut: unknown = new Error("the connection ended before the object did");
      try {
        for await (const chunk of object.body) {
          hash.update(chunk);
          await file.writeFile(chunk);
          received += chunk.byteLength;
        }
      } catch (error) {
        signal?.throwIfAborted();
        if ((error as NodeJS.ErrnoException).syscall === "write") throw error;
        cut = error;
      }
      if (received >= size) break;
      vain = received > before ? 0 : vain + 1;
      if (vain === VAIN_ATTEMPTS) throw storeUnavailable(reasonOf(cut), client.place, cut);
      await client.wait(backoffMs(vain + 1, { firstMs: 200, longestMs: 10_000, random: Math.random() }), signal);
    }
    isWhole = received === size && hash.digest("hex") === sha256;
    return isWhole ? { state: "whole", etag: etag ?? "" } : { state: "altered" };
  } finally {
    if (!isWhole) await rm(path, { force: true });
  }
}
