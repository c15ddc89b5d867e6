/**
 * From a text to captions, in this order: `split-words.ts` finds the words in a text; `timed-words.ts` gives them the times
 * of a transcript, `align-words.ts` those of speech that says the same, `spread-text.ts` some by their length where nobody
 * knows; `group-words.ts` puts them together to captions, broken where `split-run.ts` finds it best; `settle-captions.ts`
 * gives these their last times.
 */

/** A word as it is shown, punctuation and all, and when it is spoken, in seconds. */
export interface TimedWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Follows the word before without a space. */
  readonly joined: boolean;
  /** Stands on a new line of the text it comes from. */
  readonly newLine: boolean;
}

/** What is shown at once, from `start` to `end`, in seconds. */
export interface Caption {
  readonly start: number;
  readonly end: number;
  /** The caption's own lines. One that is too long for a frame is broken again when it is drawn. */
  readonly lines: readonly (readonly TimedWord[])[];
}

export function wordsOf({ lines }: Caption): TimedWord[] {
  return lines.flat();
}

/** Words as one line of text. */
export function joinWords(words: readonly TimedWord[]): string {
  return words.map(({ text, joined }, index) => (index === 0 || joined ? text : ` ${text}`)).join("");
}
