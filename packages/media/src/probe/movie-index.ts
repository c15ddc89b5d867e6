import { open } from "node:fs/promises";
import { isFramesOnly } from "../fields/h264-frames-only.ts";

/** Descriptions of tracks stand at the beginning of a movie's index or a little behind. */
const MAX_INDEX_BYTES = 4 * 1024 * 1024;

/** What a QuickTime or MP4 file's index says of its picture that ffmpeg does not tell. */
export interface MovieIndex {
  /** What its tracks are called. ffmpeg shows an encrypted one under the name that it had before, and decodes noise. */
  readonly trackNames: readonly string[];
  /** Its H.264 cannot have fields, whatever else is said of it. */
  readonly isFramesOnly: boolean;
}

export async function readMovieIndex(path: string): Promise<MovieIndex> {
  const index = await readIndex(path);
  const parameters = index.indexOf("avcC", 0, "latin1");
  // Of several pictures it is not known here which one is taken.
  const isOnlyOne = parameters !== -1 && index.indexOf("avcC", parameters + 4, "latin1") === -1;
  return {
    trackNames: readTrackNames(index),
    isFramesOnly: isOnlyOne && isFramesOnly(index.subarray(parameters + 4)) === true,
  };
}

/** Each track has a table of what its samples are: of sizes and names, behind its own name, flags and count. */
function readTrackNames(index: Buffer): string[] {
  const names: string[] = [];
  for (
    let table = index.indexOf("stsd", 0, "latin1");
    table !== -1;
    table = index.indexOf("stsd", table + 4, "latin1")
  ) {
    const count = table + 12 <= index.length ? index.readUInt32BE(table + 8) : 0;
    let entry = table + 12;
    for (let number = 0; number < count && entry + 8 <= index.length; number++) {
      names.push(index.toString("latin1", entry + 4, entry + 8));
      entry += Math.max(8, index.readUInt32BE(entry));
    }
  }
  return names;
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
