import { OPAQUE } from "../timeline/layer-state.ts";

/** Some bytes in a row, and the memory that they are a part of. */
export interface Bytes {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
}

/**
 * Lays bytes over others, as much of them as `opacity` says, from 0 to 256. This is where a crossfade spends its time, so
 * four bytes are mixed at once where both begin at the same place in a word: two of them in each half of a multiplication.
 */
export function mixBytes(
  target: Bytes,
  at: number,
  source: Bytes,
  { from, count, opacity }: { from: number; count: number; opacity: number },
): void {
  if (opacity === OPAQUE) {
    target.bytes.set(source.bytes.subarray(from, from + count), at);
    return;
  }
  const targetStart = target.bytes.byteOffset + at;
  const sourceStart = source.bytes.byteOffset + from;
  const head = Math.min(count, (4 - (targetStart & 3)) & 3);
  const inStep = (targetStart & 3) === (sourceStart & 3);
  const words = inStep ? (count - head) >> 2 : 0;
  mixSingly(target.bytes, at, source.bytes, { from, count: inStep ? head : count, opacity });
  if (!inStep) return;
  mixWords(target.words, (targetStart + head) >> 2, source.words, {
    from: (sourceStart + head) >> 2,
    count: words,
    opacity,
  });
  const done = head + words * 4;
  mixSingly(target.bytes, at + done, source.bytes, { from: from + done, count: count - done, opacity });
}

interface Stretch {
  readonly from: number;
  readonly count: number;
  readonly opacity: number;
}

function mixSingly(target: Uint8Array, at: number, source: Uint8Array, { from, count, opacity }: Stretch): void {
  const rest = OPAQUE - opacity;
  for (let index = 0; index < count; index++) {
    target[at + index] = ((target[at + index] ?? 0) * rest + (source[from + index] ?? 0) * opacity + 128) >> 8;
  }
}

/** Every other byte of a word, and a half for each that the shift then rounds by. */
const EVEN_BYTES = 0x00ff00ff;
const HALVES = 0x00800080;
const ODD_BYTES = ~EVEN_BYTES;

function mixWords(target: Int32Array, at: number, source: Int32Array, { from, count, opacity }: Stretch): void {
  const rest = OPAQUE - opacity;
  for (let index = 0; index < count; index++) {
    const below = target[at + index] ?? 0;
    const above = source[from + index] ?? 0;
    // Sums wrap as the words do; told so, they stay whole numbers.
    const even = (Math.imul(below & EVEN_BYTES, rest) + Math.imul(above & EVEN_BYTES, opacity)) | 0;
    const odd = (Math.imul((below >>> 8) & EVEN_BYTES, rest) + Math.imul((above >>> 8) & EVEN_BYTES, opacity)) | 0;
    target[at + index] = (((even + HALVES) >>> 8) & EVEN_BYTES) | ((odd + HALVES) & ODD_BYTES);
  }
}
