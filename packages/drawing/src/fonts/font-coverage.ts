/**
 * The code points that a font has a glyph for, from its `cmap` table. The ranges beside the bundled slices do not tell:
 * they are what a browser may ask of a slice, and a good tenth of them has no glyph.
 */
export function readCoverage(cmap: Buffer): Set<number> {
  const covered = new Set<number>();
  for (let index = 0; index < cmap.readUInt16BE(2); index++) {
    const subtable = cmap.subarray(cmap.readUInt32BE(4 + 8 * index + 4));
    const format = subtable.readUInt16BE(0);
    if (format === 4) addSegments(subtable, covered);
    if (format === 6) addTrimmedArray(subtable, covered);
    if (format === 12) addGroups(subtable, covered);
  }
  return covered;
}

/** Format 4: segments of the basic plane, whose glyphs are at a distance or in an array. */
function addSegments(subtable: Buffer, covered: Set<number>): void {
  const size = subtable.readUInt16BE(6);
  for (let segment = 0; segment < size; segment += 2) {
    const end = subtable.readUInt16BE(14 + segment);
    const start = subtable.readUInt16BE(16 + size + segment);
    const delta = subtable.readUInt16BE(16 + 2 * size + segment);
    const rangePosition = 16 + 3 * size + segment;
    const rangeOffset = subtable.readUInt16BE(rangePosition);
    // The last segment is U+FFFF alone and says nothing.
    for (let codePoint = start; codePoint <= Math.min(end, 0xfffe); codePoint++) {
      const glyph =
        rangeOffset === 0
          ? (codePoint + delta) & 0xffff
          : subtable.readUInt16BE(rangePosition + rangeOffset + 2 * (codePoint - start));
      if (glyph !== 0) covered.add(codePoint);
    }
  }
}

function addTrimmedArray(subtable: Buffer, covered: Set<number>): void {
  const first = subtable.readUInt16BE(6);
  for (let index = 0; index < subtable.readUInt16BE(8); index++) {
    if (subtable.readUInt16BE(10 + 2 * index) !== 0) covered.add(first + index);
  }
}

/** Format 12: groups of code points with consecutive glyphs. */
function addGroups(subtable: Buffer, covered: Set<number>): void {
  for (let group = 0; group < subtable.readUInt32BE(12); group++) {
    const position = 16 + 12 * group;
    const start = subtable.readUInt32BE(position);
    const end = Math.min(subtable.readUInt32BE(position + 4), 0x10_ffff);
    const glyph = subtable.readUInt32BE(position + 8);
    for (let codePoint = start; codePoint <= end; codePoint++) {
      if (glyph + codePoint - start !== 0) covered.add(codePoint);
    }
  }
}
