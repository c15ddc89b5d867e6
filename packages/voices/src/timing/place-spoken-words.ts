import { placeWords, type SpokenEvent } from "@proxx/providers";
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
