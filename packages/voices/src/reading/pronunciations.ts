import type { Pronunciation } from "../voice.ts";
import type { Respelling } from "./spoken-text.ts";

/**
 * Where the words of a dictionary stand in a text. A word is found as a whole (`API`, not in `APIs`), as it is written or
 * with a capital at its beginning; where two overlap, the longer one counts.
 */
export function findPronunciations(
  text: string,
  language: string,
  pronunciations: readonly Pronunciation[],
): Respelling[] {
  const fitting = pronunciations
    .filter((entry) => entry.language === undefined || primary(entry.language) === primary(language))
    .toSorted((one, other) => other.word.length - one.word.length);
  const found: Respelling[] = [];
  for (const { word, reading } of fitting) {
    for (const spelling of new Set([word, capitalised(word)])) {
      for (let from = text.indexOf(spelling); from !== -1; from = text.indexOf(spelling, from + 1)) {
        const to = from + spelling.length;
        const isFree = found.every((other) => to <= other.from || from >= other.to);
        if (isFree && standsAlone(text, from, to)) found.push({ from, to, spoken: reading });
      }
    }
  }
  return found.sort((one, other) => one.from - other.from);
}

function primary(tag: string): string {
  return tag.toLowerCase().split("-")[0] ?? tag;
}

function capitalised(word: string): string {
  const [first = ""] = word;
  return first.toUpperCase() + word.slice(first.length);
}

function standsAlone(text: string, from: number, to: number): boolean {
  return !isJoined(text.slice(0, from), text.slice(from)) && !isJoined(text.slice(0, to), text.slice(to));
}

/** Whether a word goes on from one text to the next: letters or digits on both sides, or katakana on both. */
function isJoined(before: string, after: string): boolean {
  return JOINING.some((one) => new RegExp(`${one}$`, "u").test(before) && new RegExp(`^${one}`, "u").test(after));
}

// Kanji and hiragana stand beside one another without a sign of where a word ends.
const JOINING = [
  String.raw`[\p{Script=Katakana}ー]`,
  String.raw`(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー])[\p{L}\p{M}\p{N}]`,
];
