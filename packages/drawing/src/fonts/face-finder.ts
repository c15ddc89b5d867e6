import { isIdeographic, type Writing } from "../text/writing.ts";
import { createBundledFamily, type BundledFamily, type BundledFamilyName } from "./bundled-family.ts";
import { coversGrapheme, readFontFace, type FontFace } from "./font-face.ts";

/** The font that draws a grapheme of a text that is written like this, or null where there is none. */
export type FindFace = (grapheme: string, writing: Writing) => Promise<FontFace | null>;

/** Looks into the fonts of one's own first, then into the bundled ones. Remembers what it has found. */
export function createFaceFinder(fontFiles: readonly string[], latin: BundledFamily): FindFace {
  const eastAsian = {
    jp: createBundledFamily("noto-sans-jp"),
    sc: createBundledFamily("noto-sans-sc"),
    kr: createBundledFamily("noto-sans-kr"),
  };
  const ofScript = SCRIPT_FAMILIES.map(({ name, characters }) => ({ family: createBundledFamily(name), characters }));
  let ownFaces: Promise<FontFace[]> | undefined;
  const found = new Map<string, Promise<FontFace | null>>();

  async function findFace(grapheme: string, writing: Writing): Promise<FontFace | null> {
    ownFaces ??= Promise.all(fontFiles.map((path, index) => readFontFace(path, `proxx-own-${index}`)));
    const own = (await ownFaces).find((face) => coversGrapheme(face.covered, grapheme));
    if (own !== undefined) return own;
    for (const family of familiesFor(grapheme, writing)) {
      const face = await family.findFace(grapheme);
      if (face !== null) return face;
    }
    return null;
  }

  /** Where to look for a grapheme, in this order. */
  function familiesFor(grapheme: string, writing: Writing): BundledFamily[] {
    const script = ofScript.find(({ characters }) => characters.test(grapheme));
    if (script !== undefined) return [script.family];
    const others = (["jp", "sc", "kr"] as const).filter((name) => name !== writing.han);
    const east = [writing.han, ...others].map((name) => eastAsian[name]);
    // The East Asian fonts have accents, but do not know where on a letter of another script they go.
    if (/^(?!\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}).\p{M}/u.test(grapheme)) return [latin];
    const eastFirst = isIdeographic(grapheme) || (writing.widePunctuation && SHARED_PUNCTUATION.test(grapheme));
    return eastFirst ? [...east, latin] : [latin, ...east];
  }

  return (grapheme, writing) => {
    const key = `${writing.han} ${writing.widePunctuation} ${grapheme}`;
    const face = found.get(key) ?? findFace(grapheme, writing);
    if (found.size > 50_000) found.clear();
    found.set(key, face);
    return face;
  };
}

/** The scripts that have a family of their own. */
const SCRIPT_FAMILIES: readonly { readonly name: BundledFamilyName; readonly characters: RegExp }[] = [
  { name: "noto-sans-arabic", characters: /^\p{Script_Extensions=Arabic}/u },
  { name: "noto-sans-hebrew", characters: /^\p{Script_Extensions=Hebrew}/u },
  // The whole block: the sign of the baht is of no script.
  { name: "noto-sans-thai", characters: /^[\u0E00-\u0E7F]/u },
];

/** Punctuation that the Latin and the East Asian fonts both have, of another width in each. */
const SHARED_PUNCTUATION = /^[“”‘’…‥—―·]/u;
