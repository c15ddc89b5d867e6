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
  /** From one row to the next. */
  readonly stride: number;
}

export function createYuvFrame(width: number, height: number): YuvFrame {
  const bytes = new Uint8Array((width * height * 3) / 2);
  const pixels = width * height;
  return {
    width,
    height,
    bytes,
    y: { bytes: bytes.subarray(0, pixels), stride: width },
    u: { bytes: bytes.subarray(pixels, pixels * 1.25), stride: width / 2 },
    v: { bytes: bytes.subarray(pixels * 1.25), stride: width / 2 },
  };
}
