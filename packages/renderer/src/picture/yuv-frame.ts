/** A frame as H.264 codes it: brightness of each pixel, colour of each two by two (4:2:0, BT.709, limited range). */
export interface YuvFrame {
  readonly width: number;
  readonly height: number;
  /** All of it, as `yuv420p` lies in memory. */
  readonly bytes: Uint8Array;
  readonly y: Plane;
  readonly u: Plane;
  readonly v: Plane;
}

export interface Plane {
  readonly bytes: Uint8Array;
  /** The memory that `bytes` is a part of, four bytes at a time. */
  readonly words: Int32Array;
  /** From one row to the next. */
  readonly stride: number;
}

export function createYuvFrame(width: number, height: number): YuvFrame {
  const pixels = width * height;
  const bytes = createBytes(pixels * 1.5);
  const plane = (from: number, to: number, stride: number) => {
    const part = bytes.subarray(from, to);
    return { bytes: part, words: wordsOf(part), stride };
  };
  return {
    width,
    height,
    bytes,
    y: plane(0, pixels, width),
    u: plane(pixels, pixels * 1.25, width / 2),
    v: plane(pixels * 1.25, pixels * 1.5, width / 2),
  };
}

/** Bytes of which the memory can be looked at as words, to the last. */
export function createBytes(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new ArrayBuffer(Math.ceil(length / 4) * 4), 0, length);
}

export function wordsOf({ buffer }: Uint8Array): Int32Array {
  return new Int32Array(buffer);
}
