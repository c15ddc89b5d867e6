import type { Passage } from "../../article/article.ts";
import { tongueOf } from "../language/tongue-of.ts";
import { lengthOf, meaningfulWords } from "./words-in.ts";

export interface RankedSentence extends Passage {
  /** How much of the article it stands for; the mean is 1. */
  rank: number;
}

const DAMPING = 0.85;
const ROUNDS = 30;
/** Beyond it, comparing each with each takes longer than it is worth; what comes later counts as average. */
const MOST_COMPARED = 1200;

/** TextRank: a sentence matters when it shares its words with many that matter. Deterministic. */
export function rankSentences(sentences: readonly Passage[], language: string): RankedSentence[] {
  const compared = sentences.slice(0, MOST_COMPARED);
  const words = compared.map(({ text }) => new Set(meaningfulWords(text, language)));
  const edges = words.map((own, index) => words.map((other, at) => (at === index ? 0 : likeness(own, other))));
  const sums = edges.map((row) => row.reduce((sum, weight) => sum + weight, 0));
  let ranks = compared.map(() => 1);
  for (let round = 0; round < ROUNDS; round += 1) {
    ranks = ranks.map((_, index) => {
      let received = 0;
      for (const [from, weight] of (edges[index] ?? []).entries()) {
        if (weight > 0) received += ((ranks[from] ?? 0) * weight) / (sums[from] ?? 1);
      }
      return 1 - DAMPING + DAMPING * received;
    });
  }
  return sentences.map((sentence, index) => ({
    ...sentence,
    rank: (ranks[index] ?? 1) * fitness(sentence.text, language),
  }));
}

function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size < 2 || other.size < 2) return 0;
  let shared = 0;
  for (const word of one) if (other.has(word)) shared += 1;
  return shared / (Math.log(one.size) + Math.log(other.size));
}

/** How well a sentence can be said by itself. */
function fitness(text: string, language: string): number {
  const { dangling, longest } = tongueOf(language);
  const length = lengthOf(text, language);
  let factor = 1;
  if (dangling.test(text)) factor *= 0.6;
  if (length > longest.line * 1.6) factor *= 0.5;
  if (length < longest.line / 6) factor *= 0.5;
  if (/\d/.test(text)) factor *= 1.2;
  if (/https?:|www\.|[\w-]+\.(?:ts|js|py|json|ya?ml|sh|md)\b/.test(text)) factor *= 0.3;
  const codeWords = text.match(/\b\w+\(\)|\b[a-z]+[A-Z]\w*|\w+_\w+|[{}<>=;]|--\w+/g)?.length ?? 0;
  if (codeWords > 1) factor *= 0.4;
  if (/\b(?:click|subscribe|sign up|cookie|read more|see (?:fig|table|section|below|above))\b|[:：]$/iu.test(text))
    factor *= 0.4;
  return factor;
}
