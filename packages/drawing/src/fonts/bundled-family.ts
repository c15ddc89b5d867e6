import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { coversGrapheme, readFontFace, type FontFace } from "./font-face.ts";

const require = createRequire(import.meta.url);

/** A font family that comes in slices, each with some of its characters. */
export interface BundledFamily {
  /** The slice that draws this grapheme, or null. Reads the font files that may have it. */
  findFace(grapheme: string): Promise<FontFace | null>;
}

/** `noto-sans`, `noto-sans-jp` and so on: the families of Fontsource that vary in weight. */
export function createBundledFamily(name: string): BundledFamily {
  let slices: Promise<ReadonlyMap<number, readonly string[]>> | undefined;
  const faces = new Map<string, Promise<FontFace>>();

  function faceOf(slice: string): Promise<FontFace> {
    const known = faces.get(slice);
    if (known !== undefined) return known;
    // Asked for with each character: finding the file again would take longer than all else.
    const path = require.resolve(`${packageOf(name)}/files/${name}-${slice}-wght-normal.woff2`);
    const face = readFontFace(path, `proxx-${name}-${slice}`);
    faces.set(slice, face);
    return face;
  }

  return {
    async findFace(grapheme) {
      slices ??= readSlices(require.resolve(slicesOf(name)));
      for (const slice of (await slices).get(grapheme.codePointAt(0) ?? 0) ?? []) {
        const face = await faceOf(slice);
        if (coversGrapheme(face.covered, grapheme)) return face;
      }
      return null;
    },
  };
}

export function packageOf(name: string): string {
  return `@fontsource-variable/${name}`;
}

export function isInstalled(name: string): boolean {
  try {
    require.resolve(slicesOf(name));
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") return false;
    throw error;
  }
}

function slicesOf(name: string): string {
  return `${packageOf(name)}/unicode.json`;
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
