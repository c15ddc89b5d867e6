import { readFile } from "node:fs/promises";
import { errorMessage, ProxxError } from "@proxx/contract";
import { readCoverage } from "./font-coverage.ts";
import { readFontTables } from "./font-tables.ts";

/** One font file, read. */
export interface FontFace {
  /** The name it is registered under, and drawn by. */
  readonly family: string;
  readonly data: Buffer;
  readonly covered: ReadonlySet<number>;
}

export async function readFontFace(path: string, family: string): Promise<FontFace> {
  try {
    const data = await readFile(path);
    const tables = readFontTables(data);
    const cmap = tables.get("cmap");
    if (cmap === undefined) throw new Error("no table says which characters it has");
    // The renderer draws nothing where the glyphs are painted by version 1 of this table (most colour emoji fonts).
    if ((tables.get("COLR")?.readUInt16BE(0) ?? 0) > 0) throw new Error("its colour glyphs (COLRv1) cannot be drawn");
    return { family, data, covered: readCoverage(cmap) };
  } catch (cause) {
    throw new ProxxError("input_unusable", `Cannot use the font ${path}: ${errorMessage(cause)}`, {
      hint: "Give the path of a TrueType, OpenType, WOFF or WOFF2 file.",
      cause,
    });
  }
}

/** Whether this face draws the whole grapheme: marks of another face would not find their place on it. */
export function coversGrapheme(covered: ReadonlySet<number>, grapheme: string): boolean {
  for (const character of grapheme) {
    if (/[\uFE0E\uFE0F\n\u200B-\u200D\u2060]/u.test(character)) continue;
    if (!covered.has(character.codePointAt(0) ?? 0)) return false;
  }
  return true;
}
