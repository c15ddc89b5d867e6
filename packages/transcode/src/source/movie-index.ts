import { open } from "node:fs/promises";
import { isFramesOnly } from "@proxx/media";

/** Descriptions of tracks stand at the beginning of a movie's index or a little behind. */
const MAX_INDEX_BYTES = 4 * 1024 * 1024;

/** What a QuickTime or MP4 file's index says of its picture that ffmpeg does not tell. */
export interface MovieIndex {
  /** By Common Encryption. ffmpeg shows such a track under the name that it had before, and decodes noise. */
  readonly isEncrypted: boolean;
  /** Its H.264 cannot have fields, whatever else is said of it. */
  readonly isFramesOnly: boolean;
}

export async function readMovieIndex(path: string): Promise<MovieIndex> {
  const index = await readIndex(path);
  const parameters = index.indexOf("avcC", 0, "latin1");
  // Of several pictures it is not known here which one is taken.
  const isOnlyOne = parameters !== -1 && index.indexOf("avcC", parameters + 4, "latin1") === -1;
  return {
    isEncrypted: index.includes("encv", 0, "latin1"),
    isFramesOnly: isOnlyOne && isFramesOnly(index.subarray(parameters + 4)) === true,
  };
}

async function readIndex(path: string): Promise<Buffer> {
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
        return index;
      }
      if (size < 8) break;
      at += size;
    }
    return Buffer.alloc(0);
  } finally {
    await file.close();
  }
}
