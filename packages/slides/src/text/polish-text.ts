import { cleanText, graphemesOf, isIdeographic, paragraphsOf } from "@proxx/drawing";

export interface PolishOptions {
  readonly language: string | undefined;
  /** Whether it is all there is to read, as a title is, and not one of many sentences. */
  readonly short: boolean;
}

/** A text as a typesetter would set it: quotes that curl, real dashes, and no line break where one would spoil it. One paragraph. */
export function polishText(text: string, { language, short }: PolishOptions): string {
  const line = paragraphsOf(cleanText(text).replaceAll("\n", " "))[0] ?? "";
  const signs = curlQuotes(line, language)
    .replace(/(?<!-)--(?!-)|---/gu, "—")
    .replace(/(?<!\.)\.\.\.(?!\.)/gu, "…")
    // No line begins with a dash.
    .replace(/(?<=\S) (?=[—–] )/gu, NBSP)
    .replace(
      /(?<=\d) (?=(?:%|‰|°[CF]?|[kMGT]?(?:B|bit\/s|Hz|W|Wh)|[kcmµn]?[ms]|kg|g|fps|px|pt|min|h|km\/h)(?![\p{L}\d]))/gu,
      NBSP,
    )
    .replace(/(?<=\p{L}) (?=\d{1,4}$)/gu, NBSP);
  const spaced = spaceScripts(signs);
  return bindEnd(short && isEnglish(language) ? bindSmallWords(spaced) : spaced);
}

const NBSP = "\u00A0";
const WORD_JOINER = "\u2060";

function isEnglish(language: string | undefined): boolean {
  return language === undefined || language.toLowerCase().startsWith("en");
}

/** Outer and inner quotes. */
const QUOTES: Readonly<Record<string, readonly [string, string, string, string]>> = {
  de: ["„", "“", "‚", "‘"],
  fr: [`«${NBSP}`, `${NBSP}»`, "“", "”"],
  it: ["«", "»", "“", "”"],
  es: ["«", "»", "“", "”"],
  ru: ["«", "»", "„", "“"],
  pl: ["„", "”", "«", "»"],
  sv: ["”", "”", "’", "’"],
};

function curlQuotes(text: string, language: string | undefined): string {
  const [open, close, innerOpen, innerClose] = QUOTES[language?.split("-")[0] ?? ""] ?? ["“", "”", "‘", "’"];
  return text
    .replace(/(?<=\d)"(?=\s|$)/gu, "″")
    .replace(/(?<=^|[\s([{—–“‘«„])"/gu, open)
    .replaceAll('"', close)
    .replace(/(?<=[\p{L}\p{N}])'(?=\p{L})/gu, "’")
    .replace(/(?<=^|[\s([{—–“‘«„])'(?=[^']*')/gu, innerOpen)
    .replaceAll("'", innerClose === "‘" ? "’" : innerClose);
}

/** Between East Asian and other letters stands a narrow gap, at whose end a particle does not begin a line. */
function spaceScripts(text: string): string {
  const graphemes = graphemesOf(text);
  return graphemes
    .map((grapheme, index) => {
      const before = graphemes[index - 1];
      if (before === undefined) return grapheme;
      if (isLetterOf(before, true) && isLetterOf(grapheme, false)) return ` ${grapheme}`;
      if (isLetterOf(before, false) && isLetterOf(grapheme, true)) {
        const together = /\d$/u.test(before) || /^\p{Script=Hiragana}/u.test(grapheme);
        return `${together ? NBSP : " "}${grapheme}`;
      }
      return grapheme;
    })
    .join("");
}

function isLetterOf(grapheme: string, eastAsian: boolean): boolean {
  return /^[\p{L}\p{N}]/u.test(grapheme) && isIdeographic(grapheme) === eastAsian;
}

/** A title breaks before an article or a preposition, not after it. */
function bindSmallWords(text: string): string {
  return text.replace(/(?<=^|\s)(an?|the|of|in|on|to|for|by|at|or|and|is|it|I) (?=\S)/giu, `$1${NBSP}`);
}

/** The last line is more than one short word, or two East Asian characters. */
function bindEnd(text: string): string {
  const words = text.split(" ");
  const [beforeLast, last] = words.slice(-2);
  if (last?.includes(NBSP) === true) return text;
  if (words.length > 2 && beforeLast !== undefined && last !== undefined && !/[\u2E80-\u{10FFFF}]/u.test(last)) {
    return beforeLast.length + last.length <= 24 ? `${words.slice(0, -1).join(" ")}${NBSP}${last}` : text;
  }
  const graphemes = graphemesOf(text);
  const end = graphemes.slice(-4);
  if (graphemes.length < 8 || !end.every((one) => isIdeographic(one))) return text;
  return [...graphemes.slice(0, -4), end.join(WORD_JOINER)].join("");
}
