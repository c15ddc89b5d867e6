import { isEmoji } from "../text/emoji.ts";
import { isIdeographic, type Writing } from "../text/writing.ts";
import { isInstalled, type BundledFamily } from "./bundled-family.ts";
import { readEmojiFace } from "./emoji-face.ts";
import { coversGrapheme, readFontFace, type FontFace } from "./font-face.ts";
import type { FontFamilies } from "./font-families.ts";
import { SCRIPT_FAMILIES } from "./script-families.ts";

/** The font that draws a grapheme of a text that is written like this, or null where there is none. */
export type FindFace = (grapheme: string, writing: Writing) => Promise<FontFace | null>;

export interface FaceFinderOptions {
  /** Fonts of one's own, tried first. */
  readonly fontFiles: readonly string[];
  /** What is asked before Noto Sans. */
  readonly preferred: FontFamilies;
  /** The bundled family of this name; the same one each time. */
  readonly familyOf: (name: string) => BundledFamily;
  /** Whether a face has one glyph for an emoji, however many characters it is written with. */
  readonly isOneGlyph: (emoji: string, face: FontFace) => Promise<boolean>;
}

/** Looks into the fonts of one's own first, then into the bundled ones. Remembers what it has found. */
export function createFaceFinder({ fontFiles, preferred, familyOf, isOneGlyph }: FaceFinderOptions): FindFace {
  const after = (wanted: string | undefined, usual: string) =>
    (wanted === undefined ? [usual] : [wanted, usual]).map(familyOf);
  const latin = after(preferred.latin, "noto-sans");
  const eastAsian = {
    jp: after(preferred.japanese, "noto-sans-jp"),
    sc: [familyOf("noto-sans-sc")],
    kr: [familyOf("noto-sans-kr")],
  };
  const ofScript = SCRIPT_FAMILIES.filter(({ name, optional }) => !optional || isInstalled(name)).map(
    ({ name, characters }) => ({ family: familyOf(name), characters }),
  );
  let ownFaces: Promise<FontFace[]> | undefined;
  let emojiFace: Promise<FontFace> | undefined;
  const found = new Map<string, Promise<FontFace | null>>();

  async function findFace(grapheme: string, writing: Writing): Promise<FontFace | null> {
    ownFaces ??= Promise.all(fontFiles.map((path, index) => readFontFace(path, `proxx-own-${index}`)));
    const faces = await ownFaces;
    const asked = preferred.own?.flatMap((index) => faces[index] ?? []) ?? faces;
    const own = asked.find((face) => coversGrapheme(face.covered, grapheme));
    if (own !== undefined) return own;
    const plain = grapheme.replace(/[\uFE0E\uFE0F]/gu, "");
    if (isEmoji(grapheme)) {
      const face = await findEmoji(grapheme);
      // Of a sequence that is no picture of its own, any other font would draw the parts.
      if (face !== null || Array.from(plain).length > 1) return face;
    }
    for (const family of familiesFor(plain, writing)) {
      const face = await family.findFace(plain);
      if (face !== null) return face;
    }
    return await findEmoji(grapheme);
  }

  async function findEmoji(grapheme: string): Promise<FontFace | null> {
    if (!/^\p{Emoji}/u.test(grapheme)) return null;
    const face = await (emojiFace ??= readEmojiFace());
    return coversGrapheme(face.covered, grapheme) && (await isOneGlyph(grapheme, face)) ? face : null;
  }

  /** Where to look for a grapheme, in this order. */
  function familiesFor(grapheme: string, writing: Writing): BundledFamily[] {
    const script = ofScript.find(({ characters }) => characters.test(grapheme));
    if (script !== undefined) return [script.family];
    const others = (["jp", "sc", "kr"] as const).filter((name) => name !== writing.han);
    const east = [writing.han, ...others].flatMap((name) => eastAsian[name]);
    // The East Asian fonts have accents, but do not know where on a letter of another script they go.
    if (/^(?!\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}).\p{M}/u.test(grapheme)) return latin;
    const eastFirst = isIdeographic(grapheme) || (writing.widePunctuation && SHARED_PUNCTUATION.test(grapheme));
    return eastFirst ? [...east, ...latin] : [...latin, ...east];
  }

  return (grapheme, writing) => {
    const key = `${writing.han} ${writing.widePunctuation} ${grapheme}`;
    const face = found.get(key) ?? findFace(grapheme, writing);
    if (found.size > 50_000) found.clear();
    found.set(key, face);
    return face;
  };
}

/** Punctuation that the Latin and the East Asian fonts both have, of another width in each. */
const SHARED_PUNCTUATION = /^[“”‘’…‥—―·]/u;
