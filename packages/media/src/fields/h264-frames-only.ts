/**
 * Whether H.264 has no fields, by the first of its sequence parameter sets (ISO/IEC 14496-10, 7.3.2.1.1), which stand in an
 * `avcC` box (14496-15). Null where that cannot be told.
 */
export function isFramesOnly(avcC: Uint8Array): boolean | null {
  const [version, , , , , count = 0, high = 0, low = 0] = avcC;
  if (version !== 1 || (count & 31) === 0) return null;
  // Behind the length of the set is the byte that says what it is.
  const set = withoutEscapes(avcC.subarray(9, 8 + high * 256 + low));
  const profile = set[0] ?? 0;
  const bits = createBitReader(set.subarray(3));
  bits.number();
  if (HIGH_PROFILES.has(profile)) {
    const chroma = bits.number();
    if (chroma === 3) bits.flag();
    bits.number();
    bits.number();
    bits.flag();
    // Nobody writes scaling matrices here who is worth reading them.
    if (bits.flag()) return null;
  }
  bits.number();
  const order = bits.number();
  if (order === 0) bits.number();
  // The second of three ways to count pictures, which no encoder takes.
  if (order === 1) return null;
  bits.number();
  bits.flag();
  bits.number();
  bits.number();
  const framesOnly = bits.flag();
  return bits.isOver() ? null : framesOnly;
}

const HIGH_PROFILES = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** A 3 behind two zeros is there so that nothing looks like a beginning. */
function withoutEscapes(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, index) => byte !== 3 || index < 2 || bytes[index - 1] !== 0 || bytes[index - 2] !== 0);
}

function createBitReader(bytes: Uint8Array) {
  let at = 0;
  const flag = () => {
    const byte = bytes[at >> 3] ?? 0;
    const bit = (byte >> (7 - (at & 7))) & 1;
    at += 1;
    return bit === 1;
  };
  const isOver = () => at > bytes.length * 8;
  return {
    flag,
    isOver,
    /** As many zeros as there are bits behind the first one (Exp-Golomb). */
    number() {
      let zeros = 0;
      while (!flag() && !isOver()) zeros += 1;
      let value = 1;
      for (let bit = 0; bit < Math.min(zeros, 32); bit++) value = value * 2 + (flag() ? 1 : 0);
      return value - 1;
    },
  };
}
