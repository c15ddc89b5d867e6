/** A unit of an H.264 bit stream without its start code, as it stands in the stream: with emulation prevention (7.4.1). */
export type NalUnit = Uint8Array;

export const UNIT = { slice: 1, keySlice: 5, message: 6, sequenceSet: 7, pictureSet: 8, delimiter: 9 } as const;

/** In front of each unit of a byte stream (annex B). */
export const START_CODE = Uint8Array.of(0, 0, 0, 1);

export function unitType(unit: NalUnit): number {
  return (unit[0] ?? 0) & 31;
}

/** Without the bytes that keep its content from looking like a start code. */
export function withoutEmulationPrevention(unit: NalUnit): Uint8Array {
  const content = new Uint8Array(unit.length);
  let length = 0;
  let zeros = 0;
  for (const byte of unit) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    content[length++] = byte;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return content.subarray(0, length);
}

export function withEmulationPrevention(content: Uint8Array): NalUnit {
  const unit = new Uint8Array(Math.ceil(content.length * 1.5) + 1);
  let length = 0;
  let zeros = 0;
  for (const byte of content) {
    if (zeros >= 2 && byte <= 3) {
      unit[length++] = 3;
      zeros = 0;
    }
    unit[length++] = byte;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return unit.subarray(0, length);
}
