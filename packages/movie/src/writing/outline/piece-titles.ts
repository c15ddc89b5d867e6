import type { Topic } from "./topics.ts";
import { meaningfulWords, wordsIn } from "../sentences/words-in.ts";

/** Titles for the pieces of an article that has no headings: the words that each has more of than the others. */
export function pieceTitles(pieces: readonly Topic[], language: string): Topic[] {
  const texts = pieces.map(({ blocks }) => blocks.map((block) => ("text" in block ? block.text : "")).join("\n"));
  const counts = texts.map((text) => countOf(meaningfulWords(text, language)));
  return pieces.map((piece, index) => {
    const own = counts[index] ?? new Map<string, number>();
    const scored = [...own]
      .map(([word, count]) => {
        const elsewhere = counts.filter((other, at) => at !== index && other.has(word)).length;
        return { word, score: count / (1 + elsewhere), count };
      })
      .filter(({ word }) => Array.from(word).length > 1 && !/^\d/.test(word))
      .toSorted((a, b) => b.score - a.score);
    const words = scored.slice(0, 2).map(({ word }) => asWritten(word, texts[index] ?? "", language));
    return { ...piece, title: join(words, language) };
  });
}

function countOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** A word as it stands in the text, where names have capitals. */
function asWritten(word: string, text: string, language: string): string {
  const written = wordsIn(text, language).filter((found) => found.toLowerCase().startsWith(word));
  return written.find((found) => found === found.toLowerCase()) ?? written[0] ?? word;
}

function join(words: readonly string[], language: string): string | null {
  if (words.length === 0) return null;
  const between = language.startsWith("ja") ? "と" : language.startsWith("en") ? " and " : ", ";
  const title = words.join(between);
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
}
