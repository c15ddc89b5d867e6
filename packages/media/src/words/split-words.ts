import { isUnspaced } from "./is-unspaced.ts";

/** Where a word stands in a text. */
export interface WordPlace {
  readonly from: number;
  readonly to: number;
  /** Follows the word before without a space. */
  readonly joined: boolean;
  /** The first of its line, but for the first line. */
  readonly newLine: boolean;
}

/**
 * The words of a text. Punctuation belongs to the word it follows, or which it opens. In scripts without spaces words are
 * found by their dictionary.
 */
export function splitWords(text: string, locale: string | undefined): WordPlace[] {
  const words: WordPlace[] = [];
  const segmenter = isUnspaced(text) ? new Intl.Segmenter(locale ?? "ja", { granularity: "word" }) : null;
  let lineStart = 0;
  for (const line of text.split("\n")) {
    const ofLine: WordPlace[] = [];
    let opening: number | null = null;
    const add = (from: number, to: number, joined: boolean) => {
      const last = ofLine.at(-1);
      const piece = text.slice(from, to);
      const isEnding =
        joined && last !== undefined && opening === null && isJapaneseEnding(piece, text.slice(last.from, last.to));
      if (/[\p{L}\p{N}\p{Emoji_Presentation}]/u.test(piece) && !isEnding) {
        const isFirst = last === undefined;
        ofLine.push({ from: opening ?? from, to, joined: joined && !isFirst, newLine: isFirst && words.length > 0 });
        opening = null;
      } else if (last !== undefined && opening === null && !/^[\p{Ps}\p{Pi}¿¡]+$/u.test(piece)) {
        ofLine[ofLine.length - 1] = { ...last, to };
      } else {
        opening ??= from;
      }
    };
    // A no-break space holds together: `Bonjour !` is one word in French.
    for (const { 0: spaced, index } of line.matchAll(/[\S\u00A0\u202F\u2007]+/gu)) {
      if (spaced.trim() === "") continue;
      const from = lineStart + index;
      if (segmenter === null || !isUnspaced(spaced)) {
        add(from, from + spaced.length, false);
        continue;
      }
      for (const { segment, index: within } of segmenter.segment(spaced)) {
        add(from + within, from + within + segment.length, within > 0);
      }
    }
    closeLine(ofLine, opening, lineStart + line.trimEnd().length, words.length > 0);
    words.push(...ofLine);
    lineStart += line.length + 1;
  }
  return words;
}

/** As long as particles and endings are, which Japanese reads together with their word. */
const SHORT_HIRAGANA = /^\p{Script=Hiragana}{1,3}$/u;
/** As short, and words by themselves wherever they stand. */
const OWN_WORD =
  /^(?:[こそあど]の|[こそあど]んな|[こそど]こ|[こそど]れ|どう|だれ|なに|なぜ|いつ|もう|まだ|また|よく|すぐ|もし|まず|ただ|とても|やっと|ずっと|きっと|もっと|みんな|わたし|あなた)$/u;
/** What begins no word. */
const NEVER_FIRST = /^(?:ま(?:す|し|した|せ|せん)|で(?:す|し|した|は|も)|から|まで|ので|のに|って|ない|なか)$/u;
/** Of more signs than these no word is made by endings alone: a text without kanji would be a single one. */
const LONG_WORD = 14;

function isJapaneseEnding(piece: string, before: string): boolean {
  if (!SHORT_HIRAGANA.test(piece)) return false;
  if (/^[ぁぃぅぇぉっゃゅょん]/u.test(piece)) return true;
  // A pause ends a word; a bracket does not.
  if (/[、。，．！？!?…]$/u.test(before) || OWN_WORD.test(piece)) return false;
  return piece.length === 1 || NEVER_FIRST.test(piece) || before.length < LONG_WORD;
}

/** What opened a word that did not come, such as a line of dashes. */
function closeLine(ofLine: WordPlace[], opening: number | null, end: number, hasBefore: boolean): void {
  if (opening === null) return;
  const last = ofLine.at(-1);
  if (last === undefined) ofLine.push({ from: opening, to: end, joined: false, newLine: hasBefore });
  else ofLine[ofLine.length - 1] = { ...last, to: end };
}
