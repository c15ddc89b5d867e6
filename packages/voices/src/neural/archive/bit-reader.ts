/** Fills a buffer from its start; how many bytes it had, 0 at the end. */
export type ReadBytes = (buffer: Uint8Array) => number;

/** Thrown where an archive is not what it should be, and said in full by whoever unpacks it. */
export class ArchiveFault extends Error {}

export interface BitReader {
  /** The next bits as a number, 32 at most. */
  take(bits: number): number;
  /** Those that come next, with zeros behind the end, 24 at most; they stay. */
  peek(bits: number): number;
  /** Passes over bits that were looked at. */
  skip(bits: number): void;
  /** Goes to the beginning of a byte; false where there is none any more. */
  alignToByte(): boolean;
}

const BUFFER_BYTES = 64 * 1024;

/** Bits of bytes, the most significant first. */
export function createBitReader(read: ReadBytes): BitReader {
  const buffer = new Uint8Array(BUFFER_BYTES);
  let at = 0;
  let end = 0;
  // Bits that were read and not taken, at the right of a number of 32 bits.
  let held = 0;
  let count = 0;
  let beyond = 0;

  const nextByte = () => {
    if (at === end) {
      at = 0;
      end = beyond > 0 ? 0 : read(buffer);
    }
    if (end > 0) return buffer[at++] ?? 0;
    beyond += 1;
    return 0;
  };
  const fill = (bits: number) => {
    while (count < bits) {
      held = (held << 8) | nextByte();
      count += 8;
    }
  };
  const peek = (bits: number) => {
    fill(bits);
    return (held >>> (count - bits)) & ((1 << bits) - 1);
  };
  const skip = (bits: number) => {
    count -= bits;
    if (beyond * 8 > count) throw new ArchiveFault("it ends before its end");
  };
  const take = (bits: number): number => {
    if (bits > 16) return take(bits - 16) * 65_536 + take(16);
    const value = peek(bits);
    skip(bits);
    return value;
  };
  return {
    take,
    peek,
    skip,
    alignToByte() {
      count -= count % 8;
      fill(8);
      return beyond * 8 < count;
    },
  };
}
