import { tongueOf } from "../language/tongue-of.ts";

/** The words of a text that mean something, as they compare: lower case, no plural, no particles. */
export function meaningfulWords(text: string, language: string): string[] {
  const { stopWords, countsWords } = tongueOf(language);
  return wordsIn(text, language).flatMap((word) => {
    const bare = word.toLowerCase().normalize("NFKC");
    if (stopWords.has(bare) || (countsWords && bare.length < 3 && !/\d/.test(bare))) return [];
    if (/^[\u3040-\u309F]+$/u.test(bare)) return [];
    return [language.startsWith("en") ? bare.replace(/(?:'s|(?<=[^su])s)$/u, "") : bare];
  });
}

export function wordsIn(text: string, language: string): string[] {
  const segments = new Intl.Segmenter(language, { granularity: "word" }).segment(text);
  return Array.from(segments).flatMap(({ segment, isWordLike }) => (isWordLike === true ? [segment] : []));
}

/** How long a text is to a reader: in words, or in signs where words are not parted. */
export function lengthOf(text: string, language: string): number {
  const { countsWords } = tongueOf(language);
  return countsWords ? text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length : Array.from(text).length;
}

/** How long it takes to say it. */
export function secondsOf(text: string, language: string): number {
  return lengthOf(text, language) / tongueOf(language).perSecond + 0.4;
}
