import { graphemesOf } from "../text/clean-text.ts";
import { isEmoji } from "../text/emoji.ts";
import { isIdeographic, isSoutheastAsian, type Writing } from "../text/writing.ts";

/** A part of a text that a line break would spoil, and the place before it, where a line may break. */
export interface UnbrokenPart {
  readonly text: string;
  /** Where it begins in the text. */
  readonly start: number;
  /** The space before it, which a line break swallows. */
  readonly gap: string;
  /** How bad it is to break before it: 0 not at all, 1 very. */
  readonly cost: number;
}

/**
 * The parts of one paragraph of clean text. Follows the Unicode line breaking algorithm in spirit, kinsoku (JIS X 4051)
 * for East Asian punctuation, and prefers to break where a reader would pause.
 */
export function unbrokenParts(text: string, writing: Writing): UnbrokenPart[] {
  const parts: UnbrokenPart[] = [];
  const words = wordStarts(text, writing);
  let part = { text: "", start: 0, gap: "", cost: 0 };
  let gap = "";
  let previous = "";
  let position = 0;
  for (const grapheme of graphemesOf(text)) {
    if (/^[ \u3000]+$/u.test(grapheme)) {
      gap += grapheme;
    } else if (part.text === "") {
      part = { text: grapheme, start: position, gap: "", cost: 0 };
      gap = "";
    } else {
      const cost = breakCost({
        before: part.text,
        previous,
        after: text.slice(position),
        next: grapheme,
        spaced: gap !== "",
        word: words.get(position),
      });
      if (cost === Infinity) {
        part.text += gap + grapheme;
      } else {
        parts.push(part);
        part = { text: grapheme, start: position, gap, cost };
      }
      gap = "";
    }
    previous = grapheme;
    position += grapheme.length;
  }
  if (part.text !== "") parts.push(part);
  return parts;
}

/** No line begins with these: closing punctuation, small kana, marks of repetition and length, units. */
export const NO_LINE_START =
  /^[、。，．・：；？！‼⁇⁈⁉،؛؟۔।॥ๆฯゝゞ々〻ーヽヾ〜～）］｝｠〕〉》」』】〙〗〟’”»›…‥ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰ-ㇿ％‰℃°′″｡､･ｧ-ｯｰﾞﾟ｣,.:;?!)\]}%]/u;

/** No line ends with these: opening brackets and quotes, signs that stand before a number. */
export const NO_LINE_END = /[（［｛｟〔〈《「『【〘〖〝‘“«‹｢¿¡([{$£€¥￥＄￡#＃№]$/u;

interface Place {
  /** The part so far. */
  before: string;
  /** The rest of the text. */
  after: string;
  next: string;
  spaced: boolean;
  /** The last grapheme of the part so far. */
  previous: string;
  /** How a word that begins here goes with the one before; undefined inside a word. */
  word: "apart" | "attached" | undefined;
}

function breakCost({ before, previous, after, next, spaced, word }: Place): number {
  const last = before.at(-1) ?? "";
  if (last === "\u200B") return 0.05;
  if (/[\u00A0\u2060]/u.test(last) || /^[\u00A0\u2060\u200B]/u.test(next)) return Infinity;
  if (spaced) {
    // French sets « a », and ! ? : ; apart, but not on a line of their own.
    if (/[«‹]$/u.test(before) || /^[»›!?:;%、。」』）]/u.test(next)) return Infinity;
    // A dash between words belongs to the first.
    if (/^[—–-] /u.test(after)) return 0.6;
    if (PAUSE.test(before)) return 0;
    return /(?:^|[\s(“"'])\p{L}{1,2}$/u.test(before) ? 0.08 : 0.04;
  }
  if (NO_LINE_START.test(next) || NO_LINE_END.test(before)) return Infinity;
  const characterBefore = Array.from(before).at(-1) ?? "";
  const ideographic = [isIdeographic(lastBase(before)), isIdeographic(next)];
  if (ideographic.includes(true)) {
    if (next === characterBefore && /[—―]/u.test(next)) return Infinity;
    // Straight quotes may open or close.
    if (/^["']/u.test(next) || /["']$/u.test(before)) return Infinity;
    if (PAUSE.test(before) || /^[（「『《〈【“]/u.test(next)) return 0;
    if (HAN_PREFIX.test(before)) return 0.5;
    if (/\p{N}$/u.test(before) || /^\p{N}/u.test(next)) return ideographic.includes(false) ? 0.45 : 0.3;
    // A foreign word in katakana reads worst when broken, also where a dictionary sees two words in it.
    if (/[\p{Script=Katakana}ー]$/u.test(before) && /^[\p{Script=Katakana}ー]/u.test(next))
      return word === undefined ? 0.8 : 0.3;
    if (word === undefined) return 0.4;
    return word === "attached" ? 0.25 : 0.1;
  }
  if (isSoutheastAsian(lastBase(before)) && isSoutheastAsian(next)) return word === undefined ? Infinity : 0.06;
  if (isEmoji(previous)) return isEmoji(next) ? 0.2 : 0.3;
  if (/[\p{L}\p{N}][-‐]$/u.test(before) && /^\p{L}/u.test(next)) return 0.15;
  if (/[–—]$/u.test(before) && /^[\p{L}\p{N}]/u.test(next)) return 0.05;
  if (/\p{L}\/$/u.test(before) && /^\p{L}/u.test(next)) return 0.3;
  // Korean may break between any syllables, but reads better when it does not; where a word is too long, it does.
  return Infinity;
}

const PAUSE = /[,.;:!?…—–、。，．；：！？」』）》】”،؛؟۔।॥]$/u;

/** The last character that is no mark. */
function lastBase(text: string): string {
  return /\P{M}(?=\p{M}*$)/u.exec(text)?.[0] ?? "";
}

/** What a dictionary takes for words of their own in 符号化, 可能性, 利用者. */
const HAN_SUFFIX = /^[化的性者側率等系型式]$/u;

/** The same in 再生成, 各段階, 未完成. */
const HAN_PREFIX = /(?<!\p{Script=Han})[再各非未最超]$/u;

/** Where words of scripts without spaces begin. Japanese particles and endings are `attached` to what they follow. */
function wordStarts(text: string, writing: Writing): Map<number, "apart" | "attached"> {
  const starts = new Map<number, "apart" | "attached">();
  const mayNeed = Array.from(text).some((one) => isIdeographic(one) || isSoutheastAsian(one));
  if (!mayNeed) return starts;
  const locale = writing.language ?? { jp: "ja", sc: "zh", kr: "ko" }[writing.han];
  for (const { segment, index } of new Intl.Segmenter(locale, { granularity: "word" }).segment(text)) {
    const attached = index > 0 && (/^\p{Script=Hiragana}{1,3}$/u.test(segment) || HAN_SUFFIX.test(segment));
    starts.set(index, attached ? "attached" : "apart");
  }
  return starts;
}
