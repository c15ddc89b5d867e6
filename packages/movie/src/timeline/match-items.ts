import type { CutLine } from "./cut-between-lines.ts";
import type { PlacedLine } from "./place-lines.ts";
import { significantWords } from "./significant-words.ts";

/** Where an item begins to be spoken of: in which line of its section, and when, in seconds of the movie. */
export interface Mention {
  readonly line: number;
  readonly time: number;
}

/**
 * Where each item is spoken of first; null where nobody says it. Items come in their order: what is said of the third before
 * the second is said of it again, or passing.
 */
export function matchItems(
  items: readonly string[],
  lines: readonly CutLine[],
  { seconds, language, ahead }: { seconds: (frame: number) => number; language: string; ahead: number },
): (Mention | null)[] {
  let earliest = 0;
  return items.map((item, index) => {
    const said = lines.findIndex(({ narration }) => narration.item === index + 1);
    const line = lines[said];
    if (line !== undefined) {
      earliest = said;
      return { line: said, time: seconds(line.from) + (line.spoken.words[0]?.start ?? 0) };
    }
    const wanted = significantWords(item, language);
    if (wanted.length === 0) return null;
    for (let at = earliest; at < lines.length; at++) {
      const found = lines[at];
      if (found === undefined || found.narration.item !== undefined) continue;
      const start = firstMention(found, wanted, language);
      if (start === null) continue;
      earliest = at;
      // What comes ahead of it comes with its line at the earliest, and is no part of the one before.
      const earliestHere = at === 0 ? 0 : seconds(found.begins) + ahead;
      return { line: at, time: Math.max(seconds(found.from) + start, earliestHere) };
    }
    return null;
  });
}

/** When a line first says a word of those, if it says at least half of them. */
function firstMention({ narration, spoken }: PlacedLine, wanted: readonly string[], language: string): number | null {
  const heard = spoken.words.map((word) => ({
    start: word.start,
    said: significantWords(narration.text.slice(word.from, word.to), language),
  }));
  const known = new Set(wanted);
  const said = new Set(heard.flatMap((word) => word.said).filter((word) => known.has(word)));
  if (said.size * 2 < known.size) return null;
  return heard.find((word) => word.said.some((one) => known.has(one)))?.start ?? null;
}
