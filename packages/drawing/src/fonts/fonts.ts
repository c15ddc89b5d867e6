import { ProxxError } from "@proxx/contract";
import { createBundledFamily, type BundledFamily } from "./bundled-family.ts";
import { cleanText, graphemesOf } from "../text/clean-text.ts";
import { checkLength } from "../drawing-limits.ts";
import type { ChooseRuns, FontRun } from "./font-run.ts";
import { createFaceFinder } from "./face-finder.ts";
import { createLazyRenderer, type LazyRenderer } from "./lazy-renderer.ts";
import type { FontFace } from "./font-face.ts";
import type { FontFamilies } from "./font-families.ts";
import { absentPackage } from "./script-families.ts";
import { createTextMeasure, measureRuns, type TextMeasure } from "./text-measure.ts";
import { DIRECTION_MARK } from "../text/direction.ts";
import { writingOf, type Writing } from "../text/writing.ts";

export interface FontsOptions {
  /** Paths of TrueType, OpenType, WOFF or WOFF2 files, tried before the bundled fonts. @default [] */
  readonly fontFiles?: readonly string[];
}

/**
 * The fonts that text is drawn with: loaded when first needed and once, of the bundled ones only the slices needed.
 *
 * Noto Sans draws Latin, Greek, Cyrillic and Devanagari; Noto Sans Arabic, Hebrew and Thai what their names say; Noto Sans
 * JP, SC and KR the rest, Twemoji the emoji; other scripts what is installed beside (`script-families.ts`). `language` (BCP 47) decides between the Japanese, Chinese and Korean forms
 * of the characters they share; without it, kana or hangul in the text do.
 */
export interface Fonts {
  /** The graphemes (what a reader calls a character) that no font can draw, each once, in their order. */
  missingGlyphs(text: string, language?: string): Promise<string[]>;
  /** A text without what no font can draw, and what that is. */
  drawablePart(text: string, language?: string): Promise<{ readonly text: string; readonly missing: string[] }>;
  /** Rejects with `glyph_missing`, naming them, where there are any. */
  requireGlyphs(text: string, language?: string): Promise<void>;
  readonly chooseRuns: ChooseRuns;
  readonly measure: TextMeasure;
  readonly renderer: LazyRenderer;
  /** Of one's own: they are asked first. */
  readonly fontFiles: readonly string[];
  /** The same fonts, in which these families are asked first. What both draw may stand in one picture. */
  preferring(families: FontFamilies): Fonts;
}

export function createFonts(options: FontsOptions = {}): Fonts {
  const renderer = createLazyRenderer();
  const families = new Map<string, BundledFamily>();
  const registered = new Map<string, Promise<unknown>>();
  const made = new Map<string, Fonts>();
  const common = { fontFiles: options.fontFiles ?? [], familyOf, isOneGlyph };

  function familyOf(name: string): BundledFamily {
    const family = families.get(name) ?? createBundledFamily(name);
    families.set(name, family);
    return family;
  }

  async function register(face: FontFace): Promise<void> {
    const registration = registered.get(face.family) ?? renderer.registerFont({ name: face.family, data: face.data });
    registered.set(face.family, registration);
    await registration;
  }

  async function isOneGlyph(emoji: string, face: FontFace): Promise<boolean> {
    await register(face);
    const [one, other] = await measureRuns(
      renderer,
      [emoji, "🙂"].map((text) => [{ text, family: face.family }]),
      400,
    );
    return one === other;
  }

  /** The same ones for the same families, so that what was measured is remembered. */
  function preferring(preferred: FontFamilies): Fonts {
    const key = `${preferred.latin} ${preferred.japanese} ${preferred.own?.join() ?? "all"}`;
    const fonts = made.get(key) ?? fontsPreferring(preferred);
    made.set(key, fonts);
    return fonts;
  }

  function fontsPreferring(preferred: FontFamilies): Fonts {
    const findFace = createFaceFinder({ ...common, preferred });

    async function missingIn(graphemes: readonly string[], writing: Writing): Promise<Set<string>> {
      const missing = new Set<string>();
      for (const grapheme of new Set(graphemes)) {
        if (!DIRECTION_MARK.test(grapheme) && (await findFace(grapheme, writing)) === null) missing.add(grapheme);
      }
      return missing;
    }

    async function missingGlyphs(text: string, language?: string): Promise<string[]> {
      checkLength(text);
      const cleaned = cleanText(text);
      return [...(await missingIn(graphemesOf(cleaned), writingOf(cleaned, language)))];
    }

    async function chooseRuns(text: string, writing: Writing): Promise<FontRun[]> {
      const baseLine = await familyOf("noto-sans").findFace(" ");
      if (baseLine !== null) await register(baseLine);
      const runs: { text: string; family: string }[] = [];
      for (const grapheme of graphemesOf(text)) {
        if (DIRECTION_MARK.test(grapheme)) continue;
        const face = await findFace(grapheme, writing);
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
      async drawablePart(text, language) {
        const cleaned = cleanText(text);
        const graphemes = graphemesOf(cleaned);
        const missing = await missingIn(graphemes, writingOf(cleaned, language));
        return { text: graphemes.filter((grapheme) => !missing.has(grapheme)).join(""), missing: [...missing] };
      },
      async requireGlyphs(text, language) {
        const missing = await missingGlyphs(text, language);
        if (missing.length > 0) throw glyphMissing(missing);
      },
      chooseRuns,
      measure: createTextMeasure(renderer, chooseRuns),
      renderer,
      fontFiles: common.fontFiles,
      preferring,
    };
  }

  return preferring({});
}

function glyphMissing(missing: readonly string[]): ProxxError {
  const named = missing.slice(0, 5).map((grapheme) => `“${grapheme}” (${codePointsOf(grapheme)})`);
  const more = missing.length > named.length ? ` and ${missing.length - named.length} more` : "";
  const absent = missing.map(absentPackage).find((name) => name !== undefined);
  const hint =
    absent === undefined
      ? "Remove it from the text, or write it with other characters: these fonts are all there are."
      : `Install \`${absent}\` where Proxx is installed: its letters are used as soon as it is there.`;
  return new ProxxError("glyph_missing", `No font has a glyph for ${named.join(", ")}${more}.`, { hint });
}

function codePointsOf(grapheme: string): string {
  const hex = Array.from(grapheme, (character) => (character.codePointAt(0) ?? 0).toString(16).toUpperCase());
  return hex.map((digits) => `U+${digits.padStart(4, "0")}`).join(" ");
}
