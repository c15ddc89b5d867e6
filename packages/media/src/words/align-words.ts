import type { TranscriptWord } from "@proxx/contract";
import { isUnspaced } from "./is-unspaced.ts";

/** A stretch of a text that is spoken in this time. */
export interface TimedSpan {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

const REACH = 64;
const TOLERATED = 0.15;

/**
 * Finds in a text the words that were heard, in their order: recognisers give words without punctuation, and the
 * punctuation in the text. Some may differ; null where too many do, so that text and words are not of one another.
 */
export function alignWords(text: string, words: readonly TranscriptWord[]): TimedSpan[] | null {
  const lower = text.toLowerCase();
  // Lower case can be longer, as of İ; places would no longer fit.
  const searched = lower.length === text.length ? lower : text;
  const spans: TimedSpan[] = [];
  let position = 0;
  let missed = 0;
  let missedInRow = 0;
  for (const { word, start, end } of words) {
    const wanted = searched === lower ? word.trim().toLowerCase() : word.trim();
    if (wanted === "") continue;
    const found = findWord(searched, wanted, position, REACH * (1 + missedInRow));
    if (found === null) {
      missed++;
      missedInRow++;
      continue;
    }
    missedInRow = 0;
    position = found + wanted.length;
    spans.push({ from: found, to: position, start, end });
  }
  const covered = spans.reduce((sum, span) => sum + span.to - span.from, 0);
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  if (spans.length === 0 || missed > words.length * TOLERATED || covered < letters * (1 - 2 * TOLERATED)) return null;
  return spans;
}

/** The word, but not as part of a longer one. */
function findWord(text: string, word: string, position: number, reach: number): number | null {
  const window = text.slice(position, position + reach + word.length);
  for (let at = window.indexOf(word); at !== -1; at = window.indexOf(word, at + 1)) {
    const before = at === 0 ? "" : window.slice(at - 1, at);
    const isInside = /[\p{L}\p{N}]/u.test(before) && /^[\p{L}\p{N}]/u.test(word) && !isUnspaced(before);
    if (!isInside) return position + at;
  }
  return null;
}
