import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { coversGrapheme, readFontFace, type FontFace } from "./font-face.ts";

const require = createRequire(import.meta.url);

/** A font family that comes in slices, each with some of its characters. */
export interface BundledFamily {
  /** The slice that draws this grapheme, or null. Reads the font files that may have it. */
  findFace(grapheme: string): Promise<FontFace | null>;
}

export type BundledFamilyName =
  | "noto-sans"
  | "noto-sans-arabic"
  | "noto-sans-hebrew"
  | "noto-sans-jp"
  | "noto-sans-kr"
  | "noto-sans-sc"
  | "noto-sans-thai";

export function createBundledFamily(name: BundledFamilyName): BundledFamily {
  const packageName = `@fontsource-variable/${name}`;
  let slices: Promise<ReadonlyMap<number, readonly string[]>> | undefined;
  const faces = new Map<string, Promise<FontFace>>();

  function faceOf(slice: string): Promise<FontFace> {
    const path = require.resolve(`${packageName}/files/${name}-${slice}-wght-normal.woff2`);
    const face = faces.get(slice) ?? readFontFace(path, `proxx-${name}-${slice}`);
    faces.set(slice, face);
    return face;
  }

  return {
    async findFace(grapheme) {
      slices ??= readSlices(require.resolve(`${packageName}/unicode.json`));
      for (const slice of (await slices).get(grapheme.codePointAt(0) ?? 0) ?? []) {
        const face = await faceOf(slice);
        if (coversGrapheme(face.covered, grapheme)) return face;
      }
      return null;
    },
  };
}

/** Which slices may have a code point. Numbered slices go first: the East Asian fonts keep their own characters in them. */
async function readSlices(path: string): Promise<ReadonlyMap<number, readonly string[]>> {
  const parsed: object = JSON.parse(await readFile(path, "utf8"));
  const ranges = Object.entries(parsed).map(([slice, range]) => ({
    slice: slice.replace(/[[\]]/g, ""),
    numbered: slice.startsWith("["),
    range: String(range),
  }));
  const slices = new Map<number, string[]>();
  for (const { slice, range } of [...ranges.filter((one) => one.numbered), ...ranges.filter((one) => !one.numbered)]) {
    for (const codePoint of codePointsOf(range)) {
      const having = slices.get(codePoint);
      if (having === undefined) slices.set(codePoint, [slice]);
      else having.push(slice);
    }
  }
  return slices;
}

/** Of `U+0-FF,U+131`. */
function* codePointsOf(ranges: string): Generator<number> {
  for (const [, from = "", to = from] of ranges.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/gi)) {
    for (let codePoint = parseInt(from, 16); codePoint <= parseInt(to, 16); codePoint++) yield codePoint;
  }
}
