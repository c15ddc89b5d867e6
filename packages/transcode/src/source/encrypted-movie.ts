import { open } from "node:fs/promises";

/** Descriptions of tracks stand at the beginning of a movie's index or a little behind. */
const MAX_INDEX_BYTES = 4 * 1024 * 1024;

/**
 * Whether a QuickTime or MP4 file holds an encrypted picture (Common Encryption). ffmpeg shows such a track under the name
 * that it had before, and decodes noise.
 */
export async function isEncryptedMovie(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const { size: fileSize } = await file.stat();
    for (let at = 0; at + 8 <= fileSize;) {
      const head = Buffer.alloc(16);
      await file.read(head, 0, head.length, at);
      const short = head.readUInt32BE(0);
      const size = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? fileSize - at : short;
      if (head.toString("latin1", 4, 8) === "moov") {
        const index = Buffer.alloc(Math.min(size, MAX_INDEX_BYTES, fileSize - at));
        await file.read(index, 0, index.length, at);
        return index.includes("encv", 0, "latin1");
      }
      if (size < 8) return false;
      at += size;
    }
    return false;
  } finally {
    await file.close();
  }
}
