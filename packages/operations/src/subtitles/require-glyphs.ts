import type { Fonts } from "@proxx/drawing";

interface GlyphOptions {
  readonly fonts: Fonts;
  readonly locale: string | undefined;
  readonly uppercase: boolean;
}

/** Rejects with `glyph_missing`, naming the characters of any of the texts that no font can draw. */
export async function requireGlyphs(
  texts: readonly string[],
  { fonts, locale, uppercase }: GlyphOptions,
): Promise<void> {
  const graphemes = new Set<string>();
  for (const text of texts) {
    const shown = uppercase ? text.toLocaleUpperCase(locale) : text;
    for (const { segment } of segmenter.segment(shown)) graphemes.add(segment);
  }
  const missing: string[] = [];
  const all = [...graphemes];
  // The fonts look at ten thousand characters at a time.
  for (let from = 0; from < all.length; from += AT_ONCE) {
    missing.push(...(await fonts.missingGlyphs(all.slice(from, from + AT_ONCE).join(" "), locale)));
  }
  if (missing.length > 0) await fonts.requireGlyphs(missing.join(" "), locale);
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const AT_ONCE = 500;
