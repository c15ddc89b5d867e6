import type { SourceSpan } from "@proxx/contract";
import type { Article } from "../../article/article.ts";
import { splitSentences } from "../sentences/split-sentences.ts";
import { meaningfulWords } from "../sentences/words-in.ts";

/** A line that shares fewer of its words with any sentence of the source was not taken from one. */
const LEAST_SHARED = 0.34;

/** Finds the sentence of the sources that a line was most likely made of. */
export function spanFinder(articles: readonly Article[], language: string): (text: string) => SourceSpan | null {
  const sentences = articles.flatMap(({ blocks }, source) =>
    blocks.flatMap((block) => {
      if (block.kind === "code" || block.kind === "image") return [];
      const passages = block.kind === "list" ? block.items : "text" in block ? [block] : [];
      return passages.flatMap((passage) =>
        splitSentences(passage, language).map(({ text, start, end }) => {
          const words = new Set(meaningfulWords(text, language));
          return { words, span: { source, start, end } };
        }),
      );
    }),
  );
  return (text) => {
    const own = [...new Set(meaningfulWords(text, language))];
    let best: SourceSpan | null = null;
    let bestShare = LEAST_SHARED;
    for (const { words, span } of sentences) {
      const share = own.filter((word) => words.has(word)).length / Math.max(3, own.length);
      if (share > bestShare) [best, bestShare] = [span, share];
    }
    return best;
  };
}
