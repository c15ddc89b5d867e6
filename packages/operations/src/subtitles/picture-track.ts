import { open, type FileHandle } from "node:fs/promises";
import type { Rational } from "@proxx/media";

export interface PictureTrack {
  /** Takes in a PNG, and gives its number. */
  readonly add: (png: Uint8Array) => Promise<number>;
  /** Shows one of the pictures for so many frames, after what was shown before. */
  readonly show: (picture: number, frames: number) => void;
  readonly close: () => Promise<void>;
}

/**
 * Writes pictures that each stand for a number of frames as a QuickTime film of PNGs. Its time is counted in the film's own
 * frames, so that nothing is rounded however long it runs (a concat list counts in 1/25 s), and a picture that comes again
 * is the same bytes again.
 */
export async function createPictureTrack(
  path: string,
  { width, height, rate }: { width: number; height: number; rate: Rational },
): Promise<PictureTrack> {
  const file = await open(path, "wx");
  const pictures: { offset: number; size: number }[] = [];
  const samples: Sample[] = [];
  // A box whose size is written in 64 bits, once it is known.
  let position = await append(file, 0, Buffer.concat([FILE_TYPE, u32(1), ascii("mdat"), u64(0)]));
  return {
    async add(png) {
      const place = { offset: position, size: png.length };
      position += png.length;
      await append(file, place.offset, png);
      return pictures.push(place) - 1;
    },
    show(picture, frames) {
      const place = pictures[picture];
      if (place === undefined) throw new TypeError(`Expected one of ${pictures.length} pictures, got ${picture}`);
      // A duration is a signed number of 32 bits.
      const most = Math.max(1, Math.floor((2 ** 31 - 1) / rate.denominator));
      for (let left = frames; left > 0; left -= most) samples.push({ ...place, frames: Math.min(left, most) });
    },
    async close() {
      try {
        await file.write(u64(position - FILE_TYPE.length), 0, 8, FILE_TYPE.length + 8);
        await append(file, position, movieBox(samples, { width, height, rate }));
      } finally {
        await file.close();
      }
    },
  };
}

interface Sample {
  readonly offset: number;
  readonly size: number;
  readonly frames: number;
}

async function append(file: FileHandle, position: number, bytes: Uint8Array): Promise<number> {
  await file.write(bytes, 0, bytes.length, position);
  return position + bytes.length;
}

// ISO/IEC 14496-12, and Apple's QuickTime File Format for the sample description.
function movieBox(
  samples: readonly Sample[],
  { width, height, rate }: { width: number; height: number; rate: Rational },
): Buffer {
  const scale = rate.numerator;
  const duration = u64(samples.reduce((sum, { frames }) => sum + frames, 0) * rate.denominator);
  const unity = [u32(0x10000), u32(0), u32(0), u32(0), u32(0x10000), u32(0), u32(0), u32(0), u32(0x40000000)];
  const header = fullBox(
    "mvhd",
    1,
    [u64(0), u64(0), u32(scale), duration, u32(0x10000), u16(0x100), zeros(10)].concat(unity, zeros(24), u32(2)),
  );
  const trackHeader = fullBox(
    "tkhd",
    1,
    [u64(0), u64(0), u32(1), u32(0), duration, zeros(16)].concat(unity, u32(width * 0x10000), u32(height * 0x10000)),
    3,
  );
  const mediaHeader = fullBox("mdhd", 1, [u64(0), u64(0), u32(scale), duration, u16(0x55c4), u16(0)]);
  const handler = fullBox("hdlr", 0, [ascii("mhlr"), ascii("vide"), zeros(13)]);
  const dataReference = box("dinf", [fullBox("dref", 0, [u32(1), fullBox("url ", 0, [], 1)])]);
  const sampleTable = box("stbl", [
    fullBox("stsd", 0, [u32(1), pngDescription(width, height)]),
    fullBox("stts", 0, [u32(samples.length), ...samples.map(({ frames }) => u32(1, frames * rate.denominator))]),
    // A chunk for each sample, because a picture that comes again lies where it lay.
    fullBox("stsc", 0, [u32(1, 1, 1, 1)]),
    fullBox("stsz", 0, [u32(0, samples.length), ...samples.map(({ size }) => u32(size))]),
    fullBox("co64", 0, [u32(samples.length), ...samples.map(({ offset }) => u64(offset))]),
  ]);
  const mediaInformation = box("minf", [fullBox("vmhd", 0, [zeros(8)], 1), dataReference, sampleTable]);
  const media = box("mdia", [mediaHeader, handler, mediaInformation]);
  return box("moov", [header, box("trak", [trackHeader, media])]);
}

function pngDescription(width: number, height: number): Buffer {
  const size = [u16(width), u16(height), u32(72 * 0x10000), u32(72 * 0x10000), u32(0), u16(1), zeros(32)];
  return box("png ", [zeros(6), u16(1), zeros(16), ...size, u16(32), u16(0xffff)]);
}

const FILE_TYPE = box("ftyp", [ascii("qt  "), u32(0x200), ascii("qt  ")]);

function box(type: string, content: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(content);
  return Buffer.concat([u32(bytes.length + 8), ascii(type), bytes]);
}

function fullBox(type: string, version: number, content: readonly Uint8Array[], flags = 0): Buffer {
  return box(type, [u32(version * 0x1000000 + flags), ...content]);
}

function ascii(text: string): Buffer {
  return Buffer.from(text, "latin1");
}

function zeros(length: number): Buffer {
  return Buffer.alloc(length);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function u32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
