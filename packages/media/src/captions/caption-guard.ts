// Neither format can say "this is no markup" (SubRip) or "this line is empty" (both). A word joiner, which nobody sees,
// keeps apart what together would mean something: `<` from `b>`, `{` from `\an8}`, `\` from `N`, a blank line from the end
// of the cue. Players show the text as it is; readers here take the joiner out again. Where a text has joiners of its own
// in such a place, one more is written, so that the text comes back as it was.
const JOINER = "\u2060";

const MARKUP_STARTS = /[<{\\](?=\u2060*[^\s\u2060])|--(?=\u2060*>)|&(?=\u2060*#?\w+;)/gu;
const GUARDED_STARTS = /([<{\\])\u2060(?=\u2060*[^\s\u2060])|(--)\u2060(?=\u2060*>)|(&)\u2060(?=\u2060*#?\w+;)/gu;

/** Makes sure that nothing in a text is taken for markup. */
export function guardMarkup(text: string): string {
  return text.replaceAll(MARKUP_STARTS, `$&${JOINER}`);
}

/** Undoes `guardMarkup`. */
export function unguardMarkup(text: string): string {
  return text.replaceAll(GUARDED_STARTS, "$1$2$3");
}

/** Makes sure that an empty line inside a text does not end it. */
export function guardEmptyLines(text: string): string {
  return text.replaceAll(/^\u2060*$/gmu, `${JOINER}$&`);
}

/** Undoes `guardEmptyLines`. */
export function unguardEmptyLines(text: string): string {
  return text.replaceAll(/^\u2060(\u2060*)$/gmu, "$1");
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00A0",
  lrm: "\u200E",
  rlm: "\u200F",
};

/** `&lt;` and the others that captions use, and characters by their number. */
export function decodeEntities(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(\w{2,4}));/gu,
    (whole, decimal, hexadecimal, name) => {
      if (typeof name === "string") return ENTITIES[name] ?? whole;
      const codePoint = typeof decimal === "string" ? Number(decimal) : Number.parseInt(String(hexadecimal), 16);
      const isCharacter = codePoint > 0 && codePoint <= 0x10ffff && (codePoint < 0xd800 || codePoint > 0xdfff);
      return isCharacter ? String.fromCodePoint(codePoint) : whole;
    },
  );
}
