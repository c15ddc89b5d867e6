import type { RankedSentence } from "../sentences/rank-sentences.ts";
import { splitSentences } from "../sentences/split-sentences.ts";
import type { Passage, TextSpan } from "../../article/article.ts";

export interface WritingFacts {
  language: string;
  ranked: readonly RankedSentence[];
  keyWords: readonly string[];
  headings: readonly string[];
}

/** What all scenes of a script share: the language, how much each sentence matters, and which have been told. */
export class WritingContext {
  readonly language: string;
  /** Words that the article is about, the most frequent first. */
  readonly keyWords: readonly string[];
  /** Headings that stand more than once, and so tell nothing apart: `What we did`. */
  readonly repeatedHeadings: ReadonlySet<string>;
  readonly #ranks: ReadonlyMap<number, number>;
  readonly #told = new Set<number>();

  constructor({ language, ranked, keyWords, headings }: WritingFacts) {
    this.language = language;
    this.keyWords = keyWords;
    this.repeatedHeadings = new Set(headings.filter((heading, index) => headings.indexOf(heading) !== index));
    this.#ranks = new Map(ranked.map(({ start, rank }) => [start, rank]));
  }

  sentencesOf(passage: Passage): RankedSentence[] {
    return splitSentences(passage, this.language).map((sentence) => ({
      ...sentence,
      rank: this.#ranks.get(sentence.start) ?? 1,
    }));
  }

  isTold({ start }: TextSpan): boolean {
    return this.#told.has(start);
  }

  tell({ start }: TextSpan): void {
    this.#told.add(start);
  }
}
