import { createHash } from "node:crypto";
import { open } from "node:fs/promises";

const LEAST_BYTES = 64 * 1024;
const MOST_BYTES = 1024 * 1024;

/** SHA-256 of a file's bytes, in hex. Of a small file a stream would cost several times as much as its bytes. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  signal?.throwIfAborted();
  const hash = createHash("sha256");
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const buffer = Buffer.allocUnsafe(Math.min(Math.max(LEAST_BYTES, size + 1), MOST_BYTES));
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return hash.digest("hex");
      hash.update(buffer.subarray(0, bytesRead));
      signal?.throwIfAborted();
    }
  } finally {
    await file.close();
  }
}
