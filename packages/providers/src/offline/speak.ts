import { writeFile } from "node:fs/promises";
import type { Transcript } from "@proxx/contract";
import { wavFile } from "@proxx/media";
import { placeWords } from "./place-words.ts";
import { utter, type UtteranceOptions } from "./utter.ts";

export interface SpeechOptions extends UtteranceOptions {
  /** Where the WAV file goes. */
  path: string;
}

export interface Speech {
  transcript: Transcript;
  /** Whether the voice told when it said each word; else the times are spread by the words' lengths. */
  wordTiming: "measured" | "estimated";
}

/** Speaks a text with espeak-ng into a WAV file. */
export async function speak(options: SpeechOptions): Promise<Speech> {
  const { text, language, path } = options;
  const { samples, sampleRate, events } = await utter(options);
  await writeFile(path, wavFile(samples, sampleRate));
  const placed = placeWords(text, language, events, samples.length / sampleRate);
  const words = placed.map(({ word, start, end }) => ({ word, start, end }));
  return { transcript: { language, text, words }, wordTiming: events.length > 0 ? "measured" : "estimated" };
}
