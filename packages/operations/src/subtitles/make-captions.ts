import {
  type Caption,
  type CaptionRoom,
  joinWords,
  keepWithin,
  type KeptCaptions,
  sentenceCaptions,
  settleCaptions,
  spreadText,
  timedWords,
  wordCaptions,
  wordsOf,
} from "@proxx/media";
import type { Transcript } from "@proxx/contract";
import type { CaptionLook } from "./caption-look.ts";
import type { FoundText } from "./find-text.ts";
import { givenCaptions } from "./given-captions.ts";
import { guessLanguage } from "../words/guess-language.ts";
import { knownLocale } from "../words/known-locale.ts";

interface MakeOptions {
  readonly by: "sentence" | "word";
  readonly look: CaptionLook;
  readonly room: CaptionRoom;
  /** How long the film is. */
  readonly seconds: number;
  readonly language: string | undefined;
}

export interface MadeCaptions extends KeptCaptions {
  readonly language: string | null;
  /** Whether the text's times are only guessed. */
  readonly estimated: boolean;
}

/** A text as captions: cues as they are, words by the sentence or by the handful. */
export function makeCaptions(found: FoundText, options: MakeOptions): MadeCaptions {
  const { by, look, room, seconds } = options;
  const language = options.language ?? languageOf(found);
  const locale = knownLocale(language);
  if (found.kind === "cues") {
    return { ...keepWithin(givenCaptions(found.cues, locale), seconds), language, estimated: false };
  }
  const { transcript } = found;
  const timed = timedWords(transcript, locale);
  const estimated = timed.length === 0 && transcript.text.trim() !== "";
  const words = estimated ? spreadText(transcript.text, seconds, locale) : timed;
  const grouping = { room, locale, measured: !estimated };
  const captions =
    by === "sentence"
      ? sentenceCaptions(words, grouping)
      : wordCaptions(words, { ...grouping, wordsPerCaption: look.wordsPerCaption });
  return { ...keepWithin(settleCaptions(captions), seconds), language, estimated };
}

function languageOf(found: FoundText): string | null {
  if (found.kind === "cues") return found.language ?? guessLanguage(found.cues.map(({ text }) => text).join("\n"));
  const { language, text, words } = found.transcript;
  return language ?? guessLanguage(text === "" ? words.map(({ word }) => word).join(" ") : text);
}

/** What is shown, as the words of the film that shows it. Where its lines broke matters to nobody after. */
export function transcriptOf(captions: readonly Caption[], language: string | null): Transcript {
  const words = captions.flatMap(wordsOf);
  return { language, text: joinWords(words), words: words.map(({ text, start, end }) => ({ word: text, start, end })) };
}
