import { tidyCueText } from "../captions/caption-cue.ts";
import type { TimedWord } from "./caption.ts";
import { splitWords } from "./split-words.ts";
import { shareTime } from "./timed-words.ts";
import { textWidth } from "./text-width.ts";

/** A reader stops at the end of a sentence for as long as these many letters take. */
const SENTENCE_PAUSE = 6;
const CLAUSE_PAUSE = 2;

/** A text without times, spread over the whole film by the length of its words. */
export function spreadText(text: string, seconds: number, locale: string | undefined): TimedWord[] {
  const tidy = tidyCueText(text);
  const places = splitWords(tidy, locale);
  const weights = places.map(({ from, to }) => weightOf(tidy.slice(from, to)));
  const times = shareTime({ start: 0, end: seconds }, weights);
  return places.map(({ from, to, joined, newLine }, index) => ({
    text: tidy.slice(from, to),
    joined,
    newLine,
    ...(times[index] ?? { start: 0, end: seconds }),
  }));
}

function weightOf(word: string): number {
  const pause = /[.!?…。！？؟۔।]["'”’»」』)）]*$/u.test(word)
    ? SENTENCE_PAUSE
    : /[,;:、，；：—–،؛]$/u.test(word)
      ? CLAUSE_PAUSE
      : 0;
  return textWidth(word) + 1 + pause;
}
