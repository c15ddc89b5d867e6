import { open, type FileHandle } from "node:fs/promises";
import { toNumber, type MediaFacts, type TimeLine } from "@proxx/media";

/** An AVI's time line with the empty places at its end, in which the last frame stays; they are no packets. */
export async function withEmptyEnd(
  path: string,
  { formatNames, video }: MediaFacts,
  timeLine: TimeLine,
): Promise<TimeLine> {
  const missing = (video?.headerFrames ?? 0) - timeLine.packets;
  const tick = video?.timeBase ?? null;
  if (!formatNames.includes("avi") || video === null || missing <= 0 || tick === null) return timeLine;
  const sizes = await readPlaceSizes(path, video.index);
  if (sizes === null || timeLine.endSeconds === null) return timeLine;
  const emptyAtEnd = sizes.length - 1 - sizes.findLastIndex((size) => size > 0);
  return { ...timeLine, endSeconds: timeLine.endSeconds + emptyAtEnd * toNumber(tick) };
}

/** A chunk of RIFF, or a list of them by its type, and where its content lies. */
interface Chunk {
  name: string;
  start: number;
  size: number;
}

interface AviFile {
  file: FileHandle;
  bytes: number;
}

/** Ten million entries are days of video; a longer index is none. */
const MAX_INDEX_BYTES = 160_000_000;

/**
 * How many bytes stand in each place of a stream, in order, by the index of an AVI; null where there is none: a copy that
 * broke off has lost it.
 */
async function readPlaceSizes(path: string, streamIndex: number): Promise<number[] | null> {
  const file = await open(path, "r");
  try {
    const avi = { file, bytes: (await file.stat()).size };
    const riff = await readChunk(avi, 0);
    if (riff?.name !== "AVI ") return null;
    return (await readPartIndexes(avi, riff, streamIndex)) ?? (await readOneIndex(avi, riff, streamIndex));
  } finally {
    await file.close();
  }
}

const MASTER_HEAD_BYTES = 24;
const PART_BYTES = 16;
const PART_HEAD_BYTES = 24;
const PLACE_BYTES = 8;

/** Files of several gigabytes go on in further parts (OpenDML). Each has an index, and one in the header lists those. */
async function readPartIndexes(avi: AviFile, riff: Chunk, streamIndex: number): Promise<number[] | null> {
  const header = await findWithin(avi, riff, "hdrl");
  const stream = header && (await findWithin(avi, header, "strl", streamIndex));
  const master = stream && (await findWithin(avi, stream, "indx"));
  const parts = master && (await readContent(avi, master));
  if (parts === null || parts.length < MASTER_HEAD_BYTES) return null;
  const sizes: number[] = [];
  for (let part = 0; part < parts.readUInt32LE(4); part++) {
    const entry = MASTER_HEAD_BYTES + part * PART_BYTES;
    if (entry + PART_BYTES > parts.length) return null;
    const chunk = await readChunk(avi, Number(parts.readBigUInt64LE(entry)));
    const index = chunk?.name.startsWith("ix") ? await readContent(avi, chunk) : null;
    if (index === null || index.length < PART_HEAD_BYTES + index.readUInt32LE(4) * PLACE_BYTES) return null;
    for (let place = 0; place < index.readUInt32LE(4); place++) {
      // The highest bit tells whether the picture needs others.
      sizes.push(index.readUInt32LE(PART_HEAD_BYTES + place * PLACE_BYTES + 4) & 0x7fff_ffff);
    }
  }
  return sizes;
}

const ENTRY_BYTES = 16;

/** The index at the end of a file that has one part. */
async function readOneIndex(avi: AviFile, riff: Chunk, streamIndex: number): Promise<number[] | null> {
  // Behind the first part of a large file stands another.
  if (riff.start + riff.size < avi.bytes - 64) return null;
  const chunk = await findWithin(avi, riff, "idx1");
  const index = chunk && (await readContent(avi, chunk));
  if (index === null) return null;
  const stream = String(streamIndex).padStart(2, "0");
  const sizes: number[] = [];
  for (let at = 0; at + ENTRY_BYTES <= index.length; at += ENTRY_BYTES) {
    const name = index.toString("latin1", at, at + 4);
    if (/^..d[bc]$/.test(name) && name.startsWith(stream)) sizes.push(index.readUInt32LE(at + 12));
  }
  return sizes;
}

/** The chunk or list of a name within a list, behind as many others of that name as `skipped` says. */
async function findWithin(avi: AviFile, list: Chunk, name: string, skipped = 0): Promise<Chunk | null> {
  let left = skipped;
  for (let at = list.start + 4; at + 8 <= list.start + list.size;) {
    const chunk = await readChunk(avi, at);
    if (chunk === null) return null;
    if (chunk.name === name && left-- === 0) return chunk;
    at = chunk.start + chunk.size + (chunk.size % 2);
  }
  return null;
}

async function readChunk({ file, bytes }: AviFile, at: number): Promise<Chunk | null> {
  if (at + 8 > bytes) return null;
  const head = Buffer.alloc(12);
  await file.read(head, 0, head.length, at);
  const name = head.toString("latin1", 0, 4);
  const type = name === "RIFF" || name === "LIST" ? head.toString("latin1", 8, 12) : name;
  return { name: type, start: at + 8, size: head.readUInt32LE(4) };
}

async function readContent({ file, bytes }: AviFile, { start, size }: Chunk): Promise<Buffer | null> {
  if (size > MAX_INDEX_BYTES || start + size > bytes) return null;
  const content = Buffer.alloc(size);
  await file.read(content, 0, size, start);
  return content;
}
