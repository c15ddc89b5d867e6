// AssemblyScript: sixteen pixels at once, which JavaScript cannot do. `npm run build:wasm` compiles it.

/** Of sixteen columns: the pixel they begin at, or -1 where they reach too far; which of sixteen each is; its share. */
const BLOCK: usize = 48;

/**
 * Draws a picture, of which each row of the target and each column lies between two, at a sample of 256ths. Columns come in
 * sixteens. `between` has room for a row of the picture and 32 more, `blocks` for those of all columns.
 */
export function stretchRows(
  source: usize,
  width: i32,
  rows: usize,
  rowCount: i32,
  columns: usize,
  columnCount: i32,
  between: usize,
  blocks: usize,
  target: usize,
): void {
  const from = (load<i32>(columns) >> 8) & ~15;
  const to = (load<i32>(columns + ((columnCount - 1) << 2)) >> 8) + 2;
  describeColumns(columns, columnCount, blocks);
  for (let row = 0; row < rowCount; row++) {
    const sample = load<i32>(rows + (row << 2));
    mixRows(source + (sample >> 8) * width, width, sample & 255, from, to, between);
    stretchRow(between, columns, columnCount, blocks, target + row * columnCount);
  }
}

function describeColumns(columns: usize, columnCount: i32, blocks: usize): void {
  for (let first = 0; first < columnCount; first += 16, blocks += BLOCK) {
    const base = load<i32>(columns + (first << 2)) >> 8;
    const last = load<i32>(columns + ((first + 15) << 2)) >> 8;
    store<i32>(blocks, last - base < 16 ? base : -1);
    for (let index = 0; index < 16; index++) {
      const sample = load<i32>(columns + ((first + index) << 2));
      store<u8>(blocks + 16 + index, <u8>((sample >> 8) - base));
      store<u8>(blocks + 32 + index, <u8>(sample & 255));
    }
  }
}

/** A row between one of the picture and the next. */
function mixRows(upper: usize, width: i32, share: i32, from: i32, to: i32, between: usize): void {
  if (share == 0) {
    memory.copy(between + from, upper + from, to - from);
    return;
  }
  const lower = upper + width;
  const below = i16x8.splat(<i16>share);
  const above = i16x8.splat(<i16>(256 - share));
  for (let x = from; x < to; x += 16) {
    v128.store(between + x, mixed(v128.load(upper + x), v128.load(lower + x), above, above, below, below));
  }
}

/** Each pixel between two of a row. */
function stretchRow(between: usize, columns: usize, columnCount: i32, blocks: usize, target: usize): void {
  const all = i16x8.splat(256);
  for (let first = 0; first < columnCount; first += 16, blocks += BLOCK) {
    const base = load<i32>(blocks);
    if (base < 0) {
      stretchSingly(between, columns + (first << 2), target + first);
      continue;
    }
    const which = v128.load(blocks + 16);
    const shares = v128.load(blocks + 32);
    const low = i16x8.extend_low_i8x16_u(shares);
    const high = i16x8.extend_high_i8x16_u(shares);
    const before = i8x16.swizzle(v128.load(between + base), which);
    const next = i8x16.swizzle(v128.load(between + base + 1), which);
    v128.store(target + first, mixed(before, next, i16x8.sub(all, low), i16x8.sub(all, high), low, high));
  }
}

function stretchSingly(between: usize, columns: usize, target: usize): void {
  for (let index = 0; index < 16; index++) {
    const sample = load<i32>(columns + (index << 2));
    const share = sample & 255;
    const at = between + (sample >> 8);
    store<u8>(target + index, <u8>((load<u8>(at) * (256 - share) + load<u8>(at, 1) * share + 128) >> 8));
  }
}

/** Two times sixteen bytes, weighed in 256ths: the first eight and the last eight of each. */
function mixed(one: v128, other: v128, oneLow: v128, oneHigh: v128, otherLow: v128, otherHigh: v128): v128 {
  const half = i16x8.splat(128);
  const low = i16x8.add(
    i16x8.mul(i16x8.extend_low_i8x16_u(one), oneLow),
    i16x8.mul(i16x8.extend_low_i8x16_u(other), otherLow),
  );
  const high = i16x8.add(
    i16x8.mul(i16x8.extend_high_i8x16_u(one), oneHigh),
    i16x8.mul(i16x8.extend_high_i8x16_u(other), otherHigh),
  );
  return i8x16.narrow_i16x8_u(i16x8.shr_u(i16x8.add(low, half), 8), i16x8.shr_u(i16x8.add(high, half), 8));
}
