import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import type { OpenArtifact } from "@proxx/runtime";

/** A file of this machine to be sent; null where it is not there any more. */
export async function openLocalFile(path: string): Promise<OpenArtifact | null> {
  const stats = await stat(path).catch(() => null);
  if (stats === null) return null;
  return {
    size: stats.size,
    // Node's type of a stream on the web is not the platform's own, though the value is.
    read: async (start, end) => Readable.toWeb(createReadStream(path, { start, end })) as ReadableStream<Uint8Array>,
  };
}
