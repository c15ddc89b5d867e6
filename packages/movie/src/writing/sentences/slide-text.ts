import { tongueOf } from "../language/tongue-of.ts";
import { lengthOf } from "./words-in.ts";
import { spokenText } from "./spoken-text.ts";

/** A sentence as a bullet: its main clause without a full stop, or null where that is too long to be one. */
export function bulletOf(sentence: string, language: string): string | null {
  const { longest, dangling } = tongueOf(language);
  const bullet = shortened(sentence, language, longest.bullet);
  // A bullet stands by itself.
  return bullet === null || dangling.test(bullet) ? null : bullet;
}

/** A sentence as a statement, with its full stop where it is whole. */
export function statementOf(sentence: string, language: string): string | null {
  const { longest } = tongueOf(language);
  const whole = spokenText(sentence, language);
  if (lengthOf(whole, language) <= longest.statement) return whole;
  const main = shortened(sentence, language, longest.statement);
  return main === null ? null : spokenText(main, language);
}

function shortened(sentence: string, language: string, longest: number): string | null {
  const main = tongueOf(language)
    .shorten(spokenText(sentence, language))
    .replace(/[.。,、;:\s]+$/u, "");
  const length = lengthOf(main, language);
  if (length > longest || length < longest / 6 || main === "") return null;
  return `${main.charAt(0).toUpperCase()}${main.slice(1)}`;
}

const NUMBERING =
  /^(?:\d+(?:\.\d+)+\.?\s+|\d+[.)：:]\s*|(?:chapter|part|step)\s+\d+\s*[:.–—-]\s*|第\s*\d+\s*[章節]\s*[:：.]?\s*)(?=\S)/iu;

/** A heading as a title: without its number and its colon, and never too long for a slide. */
export function titleOf(heading: string): string {
  const bare = heading
    .replace(NUMBERING, "")
    .replace(/[:：.。]$/u, "")
    .replaceAll(/\p{Extended_Pictographic}\uFE0F?/gu, "")
    .replaceAll(/\s+(?=[)）])/g, "")
    .trim();
  return cutTitle(bare === "" ? heading : bare);
}

const LONGEST_TITLE = 190;

/** A title that a slide can have: one that is too long ends behind a word. */
export function cutTitle(title: string): string {
  if (title.length <= LONGEST_TITLE) return title;
  const cut = title.slice(0, LONGEST_TITLE - 1);
  const behindWord = cut.replace(/[\s,;:–—-]+\S*$/u, "");
  return `${behindWord.length > LONGEST_TITLE / 2 ? behindWord : cut}…`;
}

const FIGURE = new RegExp(
  [
    String.raw`(?:[$€£¥]\s?)?\d[\d.,]*(?:\s?(?:%|percent|パーセント|million|billion|thousand|[万億兆度回倍年人分日]|時間|[a-z]{2,12}(?![a-z])))?`,
    String.raw`\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|hundred|thousand)\b(?:[ -](?:hundred|thousand|million|billion))*\s\w+`,
    String.raw`[一二三四五六七八九十百千万]+(?:パーセント|メートル|時間|か月|[倍年度回人分日])`,
  ].join("|"),
  "iu",
);

/** What of a statement stands out: its figure, or else the last of the given words in it. */
export function emphasisIn(text: string, words: readonly string[]): string | undefined {
  const figure = FIGURE.exec(text)?.[0];
  if (figure !== undefined) return figure.trim().replace(/[.,]$/, "");
  const places = words.flatMap((word) => {
    const start = text.toLowerCase().lastIndexOf(word.toLowerCase());
    if (start < 0) return [];
    const ending = /^[\p{Script=Latin}\p{M}]*/u.exec(text.slice(start + word.length))?.[0] ?? "";
    const found = text.slice(start, start + word.length) + ending;
    // A verb stresses nothing.
    return /[a-z](?:ed|ing)$/.test(found) ? [] : [{ start, found }];
  });
  return places.toSorted((a, b) => b.start - a.start || b.found.length - a.found.length)[0]?.found;
}
