import { printable, type Narration, type ProxxError } from "@proxx/contract";
import type { PreparedLine } from "@proxx/voices";
import type { StepDegradation } from "../step-options.ts";
import type { SpokenNarration } from "./spoken-narration.ts";

/** What of a line is not said as it should be, or not known to be said when it is shown. */
export function speechDegradations(
  { id, audio }: Narration,
  { timing }: SpokenNarration,
  { unsaid }: PreparedLine,
): StepDegradation[] {
  const words = unsaid.map(({ text, why }) => ({
    code: "text_unsaid" as const,
    message: `In line \`${id}\`, \`${printable(text, 80)}\` is ${why}.`,
    hint: "Give its reading in `pronunciations`, or the line's in `reading`, or take another voice.",
  }));
  // Of a recording nobody expects it to tell.
  if (timing === "measured" || audio !== undefined) return words;
  const spread = {
    code: "text_times_estimated" as const,
    message: `The voice does not tell when it says each word of line \`${id}\`: the times are spread by the words' lengths.`,
    hint: "Take a voice that does: espeak-ng's package, VOICEVOX, ElevenLabs.",
  };
  return [...words, spread];
}

/** That a line is what its voice spoke before, because the voice could not be asked. */
export function voiceNotAsked({ id }: Narration, { message, hint }: ProxxError): StepDegradation {
  return {
    code: "voice_not_asked",
    message: `Line \`${id}\` is as it was spoken before, whatever has changed in its voice since: ${message}`,
    hint,
  };
}
