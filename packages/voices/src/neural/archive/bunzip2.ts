import { ArchiveFault, createBitReader, type BitReader, type ReadBytes } from "./bit-reader.ts";
import { createHuffmanTable, type HuffmanTable } from "./huffman-table.ts";

/**
 * What was packed by bzip2, piece by piece. Each piece is made when it is asked for, of a block of at most 900 kB; every
 * checksum is compared. Written for this because no package that does it is kept any more (docs/decisions/0029-voices-are-pinned.md).
 */
export function* bunzip2(read: ReadBytes): Generator<Uint8Array> {
  const bits = createBitReader(read);
  do {
    const level = readHeader(bits);
    let whole = 0;
    for (;;) {
      const magic = [bits.take(24), bits.take(24)].join();
      const checksum = bits.take(32);
      if (magic === END_MAGIC) {
        if (checksum !== whole) throw new ArchiveFault("its checksum is another one");
        break;
      }
      if (magic !== BLOCK_MAGIC) throw new ArchiveFault("it is damaged");
      const found = yield* unpackBlock(readBlock(bits, level * BLOCK_BYTES));
      if (found !== checksum) throw new ArchiveFault("a checksum within it is another one");
      whole = (((whole << 1) | (whole >>> 31)) ^ checksum) >>> 0;
    }
  } while (bits.alignToByte());
}

const BLOCK_MAGIC = [0x314159, 0x265359].join();
const END_MAGIC = [0x177245, 0x385090].join();
const BLOCK_BYTES = 100_000;
const GROUP = 50;
const PIECE_BYTES = 256 * 1024;

function readHeader(bits: BitReader): number {
  const magic = bits.take(24);
  const level = bits.take(8) - 0x30;
  if (magic !== 0x425a68 || level < 1 || level > 9) throw new ArchiveFault("it was not packed by bzip2");
  return level;
}

interface Block {
  /** In the lower 8 bits the bytes as they are sorted, in the upper 24 which one of them follows each. */
  links: Uint32Array;
  start: number;
}

function readBlock(bits: BitReader, mostBytes: number): Block {
  if (bits.take(1) === 1) throw new ArchiveFault("it was packed by a bzip2 of before 1997");
  const origin = bits.take(24);
  const used = readUsedBytes(bits);
  const tables = bits.take(3);
  const selectors = bits.take(15);
  if (used.length === 0 || tables < 2 || tables > 6 || selectors === 0) throw new ArchiveFault("it is damaged");
  const order = Array.from({ length: tables }, (_, index) => index);
  const chosen = Array.from({ length: selectors }, () => toFront(order, readUnary(bits, tables)));
  const huffman = Array.from({ length: tables }, () => createHuffmanTable(readLengths(bits, used.length + 2)));
  const links = new Uint32Array(mostBytes);
  const counts = new Uint32Array(256);
  const length = readSymbols(bits, { huffman, chosen, used, links, counts });
  if (origin >= length) throw new ArchiveFault("it is damaged");
  linkSorted(links, counts, length);
  return { links: links.subarray(0, length), start: (links[origin] ?? 0) >>> 8 };
}

function readUsedBytes(bits: BitReader): Uint8Array {
  const rows = bits.take(16);
  const used: number[] = [];
  for (let row = 0; row < 16; row += 1) {
    if ((rows & (0x8000 >> row)) === 0) continue;
    const inRow = bits.take(16);
    for (let column = 0; column < 16; column += 1) if (inRow & (0x8000 >> column)) used.push(row * 16 + column);
  }
  return Uint8Array.from(used);
}

function readUnary(bits: BitReader, below: number): number {
  let value = 0;
  while (bits.take(1) === 1) value += 1;
  if (value >= below) throw new ArchiveFault("it is damaged");
  return value;
}

function toFront(order: number[], from: number): number {
  const [value = 0] = order.splice(from, 1);
  order.unshift(value);
  return value;
}

function readLengths(bits: BitReader, symbols: number): number[] {
  let length = bits.take(5);
  return Array.from({ length: symbols }, () => {
    while (bits.take(1) === 1) length += bits.take(1) === 0 ? 1 : -1;
    if (length < 1 || length > 20) throw new ArchiveFault("it is damaged");
    return length;
  });
}

interface Symbols {
  huffman: readonly HuffmanTable[];
  /** Which table each group of symbols is read by. */
  chosen: readonly number[];
  used: Uint8Array;
  links: Uint32Array;
  counts: Uint32Array;
}

/** The sorted bytes of a block, of which the first symbols are those used last, and runs are counted in digits of base 2. */
function readSymbols(bits: BitReader, { huffman, chosen, used, links, counts }: Symbols): number {
  const recent = used.slice();
  const end = used.length + 1;
  let length = 0;
  let run = 0;
  let digit = 1;
  for (let read = 0; ; read += 1) {
    const table = huffman[chosen[Math.floor(read / GROUP)] ?? -1];
    if (table === undefined) throw new ArchiveFault("it is damaged");
    const symbol = table.read(bits);
    if (symbol <= 1) {
      run += digit << symbol;
      digit <<= 1;
      if (run > links.length) throw new ArchiveFault("it is damaged");
      continue;
    }
    if (run > 0) {
      const byte = recent[0] ?? 0;
      if (length + run > links.length) throw new ArchiveFault("it is damaged");
      links.fill(byte, length, length + run);
      counts[byte] = (counts[byte] ?? 0) + run;
      length += run;
      run = 0;
      digit = 1;
    }
    if (symbol === end) return length;
    if (length === links.length) throw new ArchiveFault("it is damaged");
    const byte = recent[symbol - 1] ?? 0;
    recent.copyWithin(1, 0, symbol - 1);
    recent[0] = byte;
    links[length] = byte;
    counts[byte] = (counts[byte] ?? 0) + 1;
    length += 1;
  }
}

/** Turns the sorting round: behind each byte then stands where the one that follows it is. */
function linkSorted(links: Uint32Array, counts: Uint32Array, length: number): void {
  let sum = 0;
  const places = counts.map((count) => (sum += count) - count);
  for (let index = 0; index < length; index += 1) {
    const byte = (links[index] ?? 0) & 255;
    const place = places[byte] ?? 0;
    places[byte] = place + 1;
    links[place] = ((links[place] ?? 0) | (index << 8)) >>> 0;
  }
}

/** The bytes in their order, in which four same ones are followed by how many more there are; returns their checksum. */
function* unpackBlock({ links, start }: Block): Generator<Uint8Array, number> {
  let piece = new Uint8Array(PIECE_BYTES);
  let filled = 0;
  let checksum = 0xffff_ffff;
  let at = start;
  let last = -1;
  let same = 0;
  for (let left = links.length; left > 0; left -= 1) {
    const link = links[at] ?? 0;
    const byte = link & 255;
    at = link >>> 8;
    let times = 1;
    if (same === 4) {
      times = byte;
      same = 0;
    } else {
      same = byte === last ? same + 1 : 1;
      last = byte;
    }
    for (; times > 0; times -= 1) {
      checksum = (checksum << 8) ^ (CHECKSUMS[(checksum >>> 24) ^ last] ?? 0);
      piece[filled] = last;
      filled += 1;
    }
    if (filled > PIECE_BYTES - 256) {
      yield piece.subarray(0, filled);
      piece = new Uint8Array(PIECE_BYTES);
      filled = 0;
    }
  }
  yield piece.subarray(0, filled);
  return ~checksum >>> 0;
}

const CHECKSUMS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x8000_0000 ? (value << 1) ^ 0x04c1_1db7 : value << 1;
  return value;
});
