import { joinWords, type TimedWord } from "./caption.ts";
import { isUnspaced } from "./is-unspaced.ts";
import { textWidth } from "./text-width.ts";

interface SplitOptions {
  /** Whether these words may stand together. A word by itself always may. */
  readonly fits: (words: readonly TimedWord[]) => boolean;
  /** How full they make what they stand in; 1 is full. */
  readonly fill: (words: readonly TimedWord[]) => number;
  /** What another part costs. By default so much that the fewest parts win; 1 is as much as filling one. */
  readonly partCost?: number;
}

/** More than all that does not matter as much. */
const FORBIDDING = 100;

/**
 * Cuts a run of words into the fewest parts that fit, and of all ways to do that takes the one that cuts where a speaker
 * pauses and makes the parts most alike.
 */
export function splitRun(
  words: readonly TimedWord[],
  { fits, fill, partCost = FORBIDDING }: SplitOptions,
): TimedWord[][] {
  // best[n] is the best way to cut the first n words.
  const best: { cost: number; from: number }[] = [{ cost: 0, from: 0 }];
  for (let to = 1; to <= words.length; to++) best.push({ cost: Infinity, from: to - 1 });
  for (let from = 0; from < words.length; from++) {
    const costBefore = (best[from]?.cost ?? 0) + partCost + (from === 0 ? 0 : cutCost(words, from));
    for (let to = from + 1; to <= words.length; to++) {
      const part = words.slice(from, to);
      if (to > from + 1 && !fits(part)) break;
      const cost = costBefore + fill(part) ** 2;
      const way = best[to];
      if (way !== undefined && cost < way.cost) best[to] = { cost, from };
    }
  }
  const parts: TimedWord[][] = [];
  for (let to = words.length; to > 0; to = best[to]?.from ?? 0) parts.unshift(words.slice(best[to]?.from, to));
  return parts;
}

/** How bad it is to cut before this word. */
function cutCost(words: readonly TimedWord[], index: number): number {
  const [before, after] = [words[index - 1], words[index]];
  if (before === undefined || after === undefined) return 0;
  if (after.joined && !(isUnspaced(before.text.at(-1) ?? "") && isUnspaced(after.text[0] ?? ""))) return FORBIDDING / 2;
  if (/[.!?…。！？؟۔।]["'”’»」』)）]*$/u.test(before.text)) return 0;
  if (/[,;:、，；：—–،؛]["'”’»」』)）]*$/u.test(before.text)) return 0.05;
  const pause = Math.min(0.3, Math.max(0, after.start - before.end));
  // Particles of Chinese follow their word, articles and prepositions go before theirs.
  const isTorn =
    /^[的了着过们吗呢吧啊地得]/u.test(after.text) ||
    (/^[\p{L}'’]{1,3}$/u.test(before.text) && !isUnspaced(before.text));
  return (isTorn ? 0.7 : 0.4) - pause / 2;
}

/** How many lines of this width the words take. */
export function linesNeeded(words: readonly TimedWord[], width: number): number {
  let lines = 1;
  let used = 0;
  for (const [index, word] of words.entries()) {
    const wide = textWidth(word.text);
    const space = index === 0 || word.joined || used === 0 ? 0 : 1;
    if (used > 0 && used + space + wide > width) {
      lines++;
      used = wide;
    } else {
      used += space + wide;
    }
    // A word that is longer than a line is broken itself.
    while (used > width) {
      lines++;
      used -= width;
    }
  }
  return lines;
}

export function widthOf(words: readonly TimedWord[]): number {
  return textWidth(joinWords(words));
}
