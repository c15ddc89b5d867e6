import { readFileSync } from "node:fs";
import { join } from "node:path";

/** How many lines before and after a change are about the same. */
const AROUND = 8;

/**
 * How much each of these tests speaks of what is changed: by the words of the file that it has as well, those around the line
 * counted most, and a word the more, the fewer of the tests have it.
 */
export function compareWords(
  root: string,
  { file, line }: { file: string; line: number },
  tests: readonly string[],
): Map<string, number> {
  const lines = readFileSync(join(root, file), "utf8").split("\n");
  const around = lines.slice(Math.max(0, line - 1 - AROUND), line + AROUND);
  const weights = [[lines, 1] as const, [around, 2] as const, [[file, lines[line - 1] ?? ""], 4] as const];
  const spoken = tests.map((test) => ({ test, words: wordsOf(readFileSync(join(root, test), "utf8")) }));
  const scores = new Map(tests.map((test) => [test, 0]));
  for (const [part, weight] of weights) {
    for (const word of wordsOf(part.join("\n"))) {
      const having = spoken.filter(({ words }) => words.has(word));
      const rarity = Math.log((1 + tests.length) / (1 + having.length));
      for (const { test } of having) scores.set(test, (scores.get(test) ?? 0) + weight * rarity);
    }
  }
  return scores;
}

/** Names, whole and in their parts, without what makes a word plural. */
function wordsOf(text: string): Set<string> {
  const names = text.match(/[A-Za-z]\w+/g) ?? [];
  const parts = names.flatMap((name) => name.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []);
  return new Set(
    [...names, ...parts]
      .map((word) => word.toLowerCase().replace(/(ies|es|s|y|e)$/, ""))
      .filter((word) => word.length > 2),
  );
}
