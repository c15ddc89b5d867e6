import { placeWords, type PlacedWord, type SpokenEvent } from "@proxx/providers";
import { writtenPlace, type SpokenText } from "../reading/spoken-text.ts";
import type { SpokenLine } from "../voice.ts";

/** The words of what is written, with the times of what a voice told while it said the spoken text. */
export function placeSpokenWords(
  written: { text: string; language: string },
  spoken: SpokenText,
  events: readonly SpokenEvent[],
  seconds: number,
): Pick<SpokenLine, "words" | "timing"> {
  const placed = events.map((event) => ({ at: writtenPlace(spoken, event.at), seconds: event.seconds }));
  return {
    words: placeWords(written.text, written.language, placed, seconds),
    timing: events.length > 0 ? "measured" : "estimated",
  };
}
/** When each word that a voice told of begins in the text it was given; `words` are in order. */
export function eventsOfWords(text: string, words: readonly Pick<PlacedWord, "word" | "start">[]): SpokenEvent[] {
  let from = 0;
  return words.flatMap(({ word, start }) => {
    const at = text.indexOf(word, from);
    if (at === -1) return [];
    from = at + word.length;
    return [{ at, seconds: start }];
  });
}
