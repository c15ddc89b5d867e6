import { tongueOf } from "../language/tongue-of.ts";
import type { RankedSentence } from "./rank-sentences.ts";
import { secondsOf } from "./words-in.ts";

/** What stands beside a sentence that is told is told sooner: what is said one after the other belongs together. */
const NEIGHBOUR = 1.7;
const FIRST = 1.4;

/**
 * The sentences that are told of a passage within so many seconds, in their order: those that matter most and their
 * neighbours, and before one that speaks of the sentence before it, that one as well.
 */
export function chooseSentences(
  sentences: readonly RankedSentence[],
  { seconds, language }: { seconds: number; language: string },
): RankedSentence[] {
  const { dangling } = tongueOf(language);
  const lengths = sentences.map(({ text }) => secondsOf(text, language));
  const chosen = new Set<number>();
  const refused = new Set<number>();
  let left = seconds;
  for (let next = bestOf(); next !== null; next = bestOf()) {
    const needed = withPredecessors(next);
    const cost = needed.reduce((sum, at) => sum + (lengths[at] ?? 0), 0);
    // The first is told however long it is; else a scene would say nothing.
    if (cost > left && chosen.size > 0) {
      refused.add(next);
      continue;
    }
    for (const at of needed) chosen.add(at);
    left -= cost;
  }
  return sentences.filter((_, index) => chosen.has(index));

  function bestOf(): number | null {
    let best: number | null = null;
    let bestWeight = 0;
    for (const [index, { rank }] of sentences.entries()) {
      if (chosen.has(index) || refused.has(index)) continue;
      const beside = chosen.has(index - 1) || chosen.has(index + 1) ? NEIGHBOUR : 1;
      const weight = rank * beside * (index === 0 ? FIRST : 1);
      if (weight > bestWeight) [best, bestWeight] = [index, weight];
    }
    return best;
  }

  function withPredecessors(index: number): number[] {
    const needed: number[] = [];
    for (let at = index; at >= 0 && !chosen.has(at); at -= 1) {
      needed.push(at);
      if (!dangling.test(sentences[at]?.text ?? "")) break;
    }
    return needed;
  }
}
