/**
 * A text as it can be drawn: composed (NFC), lines ended by `\n`, its spaces plain, and without what has no form of its
 * own, such as control characters. Markup has no meaning here: `<b>` is three characters.
 *
 * What joins, parts or turns stays: U+200B and U+2060 say where lines may break, the joiners U+200C and U+200D shape
 * Devanagari, Arabic and emoji, and direction marks say what stands on which side; of these only the overrides go, which
 * write a word backwards. The selectors and tags of emoji stay with them, and what such a sequence lacks is put in.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .normalize("NFC")
    .replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/gu, "\n")
    .replace(/[\t\u1680\u2000-\u2006\u2008-\u200A\u205F]/gu, " ")
    .replace(/[\u2007\u202F]/gu, "\u00A0")
    .replace(FORMLESS, "")
    .replace(STRAY_SELECTOR, "")
    .replace(UNSELECTED, "$&\uFE0F");
}

const FORMLESS =
  /(?![\uFE0E\uFE0F\n\u061C\u200B-\u200F\u202A-\u202C\u2060\u2066-\u2069\u{E0020}-\u{E007F}])[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu;

/** A selector that follows no emoji, or a digit that is no keycap; a tag that is not part of a flag. */
const STRAY_SELECTOR =
  /(?<!\p{Emoji})[\uFE0E\uFE0F]|(?<=[0-9#*])[\uFE0E\uFE0F](?!\u20E3)|(?<!\u{1F3F4}[\u{E0020}-\u{E007E}]*)[\u{E0020}-\u{E007F}]/gu;

/** What an emoji is joined of in a short way of writing: only with its selectors does a font know it. */
const UNSELECTED =
  /[0-9#*](?=\u20E3)|(?!\p{Emoji_Presentation})\p{Extended_Pictographic}(?=\u200D\p{Extended_Pictographic})|(?<=\u200D)(?!\p{Emoji_Presentation})\p{Extended_Pictographic}(?![\uFE0F\p{Emoji_Modifier}])/gu;

const graphemeSegmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** What a reader calls characters. */
export function graphemesOf(text: string): string[] {
  return Array.from(graphemeSegmenter.segment(text), ({ segment }) => segment);
}

/** Lines of clean text, the spaces in each of them single; empty where there is nothing to see. */
export function paragraphsOf(cleanedText: string): string[] {
  return cleanedText.split("\n").map((line) => {
    const single = line.replace(/([ \u3000])[ \u3000]*/gu, "$1").trim();
    return /^[\s\u061C\u200B-\u200F\u202A-\u202C\u2060\u2066-\u2069]*$/u.test(single) ? "" : single;
  });
}
