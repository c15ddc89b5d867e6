import { ProxxError } from "@proxx/contract";
import { Renderer } from "@takumi-rs/core";
import { createBundledFamily, type BundledFamily } from "./bundled-family.ts";
import { cleanText, graphemesOf } from "../text/clean-text.ts";
import { checkLength } from "../drawing-limits.ts";
import type { ChooseRuns, FontRun } from "./font-run.ts";
import { coversGrapheme, readFontFace, type FontFace } from "./font-face.ts";
import { createTextMeasure, type TextMeasure } from "./text-measure.ts";
import { isIdeographic, isRightToLeft, writingOf, type Writing } from "../text/writing.ts";

export interface FontsOptions {
  /** Paths of TrueType, OpenType, WOFF or WOFF2 files, tried before the bundled fonts. @default [] */
  readonly fontFiles?: readonly string[];
}

/**
 * The fonts that text is drawn with: loaded when first needed and once, of the bundled ones only the slices needed.
 *
 * Noto Sans draws Latin, Greek, Cyrillic and Devanagari; Noto Sans JP, SC and KR the rest. `language` (BCP 47) decides
 * between the Japanese, Chinese and Korean forms of the characters they share; without it, kana or hangul in the text do.
 */
export interface Fonts {
  /** The graphemes (what a reader calls a character) that no font can draw, each once, in their order. */
  missingGlyphs(text: string, language?: string): Promise<string[]>;
  /** Rejects with `glyph_missing`, naming them, where there are any. */
  requireGlyphs(text: string, language?: string): Promise<void>;
  readonly chooseRuns: ChooseRuns;
  readonly measure: TextMeasure;
  readonly renderer: Renderer;
}

export function createFonts(options: FontsOptions = {}): Fonts {
  const renderer = new Renderer();
  const fontFiles = options.fontFiles ?? [];
  const latin = createBundledFamily("noto-sans");
  const eastAsian = {
    jp: createBundledFamily("noto-sans-jp"),
    sc: createBundledFamily("noto-sans-sc"),
    kr: createBundledFamily("noto-sans-kr"),
  };
  let ownFaces: Promise<FontFace[]> | undefined;
  const registered = new Map<string, Promise<unknown>>();
  const choices = new Map<string, Promise<FontFace | null>>();

  /** Where to look for a grapheme, in this order. */
  function familiesFor(grapheme: string, writing: Writing): BundledFamily[] {
    const others = (["jp", "sc", "kr"] as const).filter((name) => name !== writing.han);
    const east = [writing.han, ...others].map((name) => eastAsian[name]);
    // The East Asian fonts have accents, but do not know where on a letter of another script they go.
    if (/^(?!\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}).\p{M}/u.test(grapheme)) return [latin];
    const eastFirst = isIdeographic(grapheme) || (writing.widePunctuation && SHARED_PUNCTUATION.test(grapheme));
    return eastFirst ? [...east, latin] : [latin, ...east];
  }

  async function chooseFace(grapheme: string, writing: Writing): Promise<FontFace | null> {
    if (isRightToLeft(grapheme)) return null;
    ownFaces ??= Promise.all(fontFiles.map((path, index) => readFontFace(path, `proxx-own-${index}`)));
    const own = (await ownFaces).find((face) => coversGrapheme(face.covered, grapheme));
    if (own !== undefined) return own;
    for (const family of familiesFor(grapheme, writing)) {
      const face = await family.findFace(grapheme);
      if (face !== null) return face;
    }
    return null;
  }

  function rememberedFace(grapheme: string, writing: Writing): Promise<FontFace | null> {
    const key = `${writing.han} ${writing.widePunctuation} ${grapheme}`;
    const face = choices.get(key) ?? chooseFace(grapheme, writing);
    if (choices.size > 50_000) choices.clear();
    choices.set(key, face);
    return face;
  }

  async function register(face: FontFace): Promise<void> {
    const registration = registered.get(face.family) ?? renderer.registerFont({ name: face.family, data: face.data });
    registered.set(face.family, registration);
    await registration;
  }

  async function missingGlyphs(text: string, language?: string): Promise<string[]> {
    checkLength(text);
    const cleaned = cleanText(text);
    const writing = writingOf(cleaned, language);
    const missing: string[] = [];
    for (const grapheme of new Set(graphemesOf(cleaned))) {
      if ((await rememberedFace(grapheme, writing)) === null) missing.push(grapheme);
    }
    return missing;
  }

  async function chooseRuns(text: string, writing: Writing): Promise<FontRun[]> {
    const baseLine = await latin.findFace(" ");
    if (baseLine !== null) await register(baseLine);
    const runs: { text: string; family: string }[] = [];
    for (const grapheme of graphemesOf(text)) {
      const face = await rememberedFace(grapheme, writing);
      if (face === null) throw glyphMissing([grapheme]);
      await register(face);
      const last = runs.at(-1);
      if (last?.family === face.family) last.text += grapheme;
      else runs.push({ text: grapheme, family: face.family });
    }
    return runs;
  }

  return {
    missingGlyphs,
    async requireGlyphs(text, language) {
      const missing = await missingGlyphs(text, language);
      if (missing.length > 0) throw glyphMissing(missing);
    },
    chooseRuns,
    measure: createTextMeasure(renderer, chooseRuns),
    renderer,
  };
}

/** In both kinds of fonts, and of another width in each. */
const SHARED_PUNCTUATION = /^[“”‘’…‥—―·]/u;

function glyphMissing(missing: readonly string[]): ProxxError {
  const named = missing.slice(0, 5).map((grapheme) => `“${grapheme}” (${codePointsOf(grapheme)})`);
  const more = missing.length > named.length ? ` and ${missing.length - named.length} more` : "";
  const hint = missing.some(isRightToLeft)
    ? "Text from right to left cannot be laid out, with any font. Remove it."
    : "Remove what cannot be drawn, or give a font that has it in `fontFiles`.";
  return new ProxxError("glyph_missing", `No font has a glyph for ${named.join(", ")}${more}.`, { hint });
}

function codePointsOf(grapheme: string): string {
  const hex = Array.from(grapheme, (character) => (character.codePointAt(0) ?? 0).toString(16).toUpperCase());
  return hex.map((digits) => `U+${digits.padStart(4, "0")}`).join(" ");
}
