import type { PlacedWord } from "@proxx/providers";

/** Raised when the same text begins to be read in another way, or its words to be placed in other times. */
export const READING_VERSION = 1;

/** One that speaks: `prepare` says what will decide the sound, and only `speak` takes time or money. */
export interface Voice {
  /** As scripts name it, such as `espeak:en-gb`. */
  readonly name: string;
  prepare(line: Line, context: SpeakingContext): Promise<PreparedLine>;
}

/** What is to be said. */
export interface Line {
  text: string;
  /** How all of the text is said, where that is written down: kana for Japanese. */
  reading?: string | undefined;
  /** A language tag. */
  language: string;
  /** How single words are said. @default none */
  pronunciations?: readonly Pronunciation[] | undefined;
  /** 1 is the voice's own pace. @default 1 */
  speed?: number | undefined;
  /** Semitones above the voice's own pitch. @default 0 */
  pitch?: number | undefined;
  /** A manner that the voice knows by this name. */
  style?: string | undefined;
}

export interface Pronunciation {
  word: string;
  reading: string;
  /** For this language alone. */
  language?: string | undefined;
}

export interface SpeakingContext {
  signal: AbortSignal;
}

export interface PreparedLine {
  /** JSON of all that decides the samples: the engine and its version, the voice, what it is told to say and how. */
  readonly ingredients: Readonly<Record<string, unknown>>;
  /** What of the text this voice leaves out or makes into something lesser. */
  readonly unsaid: readonly Unsaid[];
  speak(): Promise<SpokenLine>;
}

/** A part of a text that is not said, or not as it should be. */
export interface Unsaid {
  text: string;
  /** Continues "`text` is", such as `left out: espeak-ng cannot read kanji`. */
  why: string;
}

export interface SpokenLine {
  /** One channel, full scale being 1. */
  samples: Float32Array;
  sampleRate: number;
  /** All words of the text, as it is written, with the times at which they are said. */
  words: PlacedWord[];
  /** Whether the voice told when it said them; else they are spread by their lengths. */
  timing: "measured" | "estimated";
}
