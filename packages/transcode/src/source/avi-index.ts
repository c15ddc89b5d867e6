import { open, type FileHandle } from "node:fs/promises";
import { toNumber, type MediaFacts, type TimeLine } from "@proxx/media";

/** How many places of a stream an AVI's index lists, and how many at their end hold nothing. */
interface AviIndex {
  places: number;
  emptyAtEnd: number;
}

/** A chunk of RIFF: its name and where its content lies. */
interface Chunk {
  name: string;
  start: number;
  size: number;
}

/** An AVI's time line with the empty places at its end, in which the last frame stays; they are no packets. */
export async function withEmptyEnd(
  path: string,
  { formatNames, video }: MediaFacts,
  timeLine: TimeLine,
): Promise<TimeLine> {
  const missing = (video?.headerFrames ?? 0) - timeLine.packets;
  const tick = video?.timeBase ?? null;
  if (!formatNames.includes("avi") || video === null || missing <= 0 || tick === null) return timeLine;
  const index = await readAviIndex(path, video.index);
  if (index === null || timeLine.endSeconds === null) return timeLine;
  return { ...timeLine, endSeconds: timeLine.endSeconds + index.emptyAtEnd * toNumber(tick) };
}

const ENTRY_BYTES = 16;
/** Ten million entries are days of video; a longer index is none. */
const MAX_INDEX_BYTES = 160_000_000;

/**
 * What the index at the end of an AVI says of a stream; null where there is none: a copy that broke off has lost it. Files
 * of several gigabytes go on in further parts, and are not told of here.
 */
async function readAviIndex(path: string, streamIndex: number): Promise<AviIndex | null> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const index = await findIndex(file, size);
    if (index === null || index.size > MAX_INDEX_BYTES || index.start + index.size > size) return null;
    const bytes = Buffer.alloc(index.size);
    await file.read(bytes, 0, bytes.length, index.start);
    return countPlaces(bytes, String(streamIndex).padStart(2, "0"));
  } finally {
    await file.close();
  }
}

async function findIndex(file: FileHandle, fileSize: number): Promise<Chunk | null> {
  const riff = await readChunk(file, 0);
  const end = 8 + riff.size;
  // Behind the first part of a large file stands another.
  if (riff.name !== "RIFF" || end < fileSize - 64) return null;
  for (let at = 12; at + 8 <= end;) {
    const chunk = await readChunk(file, at);
    if (chunk.name === "idx1") return chunk;
    at = chunk.start + chunk.size + (chunk.size % 2);
  }
  return null;
}

async function readChunk(file: FileHandle, at: number): Promise<Chunk> {
  const head = Buffer.alloc(8);
  await file.read(head, 0, head.length, at);
  return { name: head.toString("latin1", 0, 4), start: at + 8, size: head.readUInt32LE(4) };
}

function countPlaces(index: Buffer, stream: string): AviIndex {
  let places = 0;
  let emptyAtEnd = 0;
  for (let at = 0; at + ENTRY_BYTES <= index.length; at += ENTRY_BYTES) {
    if (!/^..d[bc]$/.test(index.toString("latin1", at, at + 4))) continue;
    if (index.toString("latin1", at, at + 2) !== stream) continue;
    places++;
    emptyAtEnd = index.readUInt32LE(at + 12) === 0 ? emptyAtEnd + 1 : 0;
  }
  return { places, emptyAtEnd };
}
