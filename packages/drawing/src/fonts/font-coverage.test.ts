import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { readFontFace } from "./font-face.ts";
import { createFonts } from "./fonts.ts";

const u16 = (...values: number[]) => Buffer.from(values.flatMap((value) => [(value >> 8) & 255, value & 255]));
const u32 = (...values: number[]) => Buffer.from(values.flatMap((value) => [...u16(value >>> 16), ...u16(value)]));

/** Segments A–C by distance and x–z from an array in which y has no glyph; then U+1F600–U+1F602 in groups; then 0x30–0x31. */
const CMAP = (() => {
  const segments = Buffer.concat([
    u16(4, 16 + 8 * 3 + 6, 0, 6, 4, 1, 2),
    u16(0x43, 0x7a, 0xffff, 0),
    u16(0x41, 0x78, 0xffff),
    u16(10 - 0x41, 0, 1),
    u16(0, 4, 0),
    u16(5, 0, 6),
  ]);
  const groups = Buffer.concat([u16(12, 0), u32(28, 0, 1, 0x1f600, 0x1f602, 20)]);
  const trimmed = u16(6, 14, 0, 0x30, 3, 7, 8, 0);
  const head = Buffer.concat([
    u16(0, 3, 0, 3),
    u32(28),
    u16(3, 10),
    u32(28 + segments.length),
    u16(1, 0),
    u32(28 + segments.length + groups.length),
  ]);
  return Buffer.concat([head, segments, groups, trimmed]);
})();

function sfnt(tables: Record<string, Buffer>): Buffer {
  const names = Object.keys(tables);
  let offset = 12 + 16 * names.length;
  const records = names.map((name) => {
    const length = tables[name]?.length ?? 0;
    const record = Buffer.concat([Buffer.from(name, "latin1"), u32(0, offset, length)]);
    offset += length;
    return record;
  });
  return Buffer.concat([u32(0x10000), u16(names.length, 0, 0, 0), ...records, ...Object.values(tables)]);
}

function woff(table: Buffer): Buffer {
  const packed = deflateSync(table);
  const head = Buffer.concat([Buffer.from("wOFF"), u32(0x10000, 64 + packed.length), u16(1, 0), Buffer.alloc(28)]);
  return Buffer.concat([head, Buffer.from("cmap"), u32(64, packed.length, table.length, 0), packed]);
}

function written(bytes: Buffer): string {
  const path = join(temporaryFolder(), "font");
  writeFileSync(path, bytes);
  return path;
}

test("a font's characters are those of its cmap that have a glyph, whatever its formats and its packing", async () => {
  const expected = Array.from("01ABCxz😀😁😂", (character) => character.codePointAt(0) ?? 0).sort((a, b) => a - b);
  for (const bytes of [sfnt({ cmap: CMAP }), woff(Buffer.concat([CMAP, Buffer.alloc(400)]))]) {
    const { covered } = await readFontFace(written(bytes), "test");
    expect([...covered].sort((a, b) => a - b)).toEqual(expected);
  }
});

test.each([
  ["bytes that are no font", Buffer.from("GIF89a and so on, and so on")],
  ["an empty file", Buffer.alloc(0)],
  ["a cut font", sfnt({ cmap: CMAP }).subarray(0, 60)],
  ["a font without a cmap", sfnt({ head: Buffer.alloc(54) })],
  ["a font with painted glyphs, which would come out blank", sfnt({ cmap: CMAP, COLR: u16(1, 0) })],
  ["a collection", Buffer.concat([Buffer.from("ttcf"), Buffer.alloc(60)])],
])("refuses %s", async (_, bytes) => {
  const path = written(bytes);
  const fonts = createFonts({ fontFiles: [path] });
  await expect(fonts.missingGlyphs("A")).rejects.toMatchObject({
    code: "input_unusable",
    message: expect.stringContaining(path),
  });
});

test("a font of one's own draws text from right to left as any other", async () => {
  const cmap = Buffer.concat([u16(0, 1, 0, 3), u32(12), u16(6, 14, 0, 0x5d0, 2, 7, 8)]);
  const fonts = createFonts({ fontFiles: [written(sfnt({ cmap }))] });
  expect(await fonts.missingGlyphs("אa")).toEqual([]);
});
