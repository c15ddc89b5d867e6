import { z } from "zod";

const wordSchema = z.object({
  text: z.string(),
  /** Where it stands in the narration's text, in UTF-16 units. */
  from: z.int(),
  to: z.int(),
  /** In seconds of the line. */
  start: z.number(),
  end: z.number(),
});

/** What is known of a spoken line beside its sound. */
export const speechFactsSchema = z.object({
  /** At 48 000 Hz. */
  samples: z.int().min(1),
  words: z.array(wordSchema),
  /** Whether the voice told when it says each word; else the times are spread by the words' lengths. */
  timing: z.enum(["measured", "estimated"]),
  /** The hash of what the script asks for, without what only the voice knows of itself. */
  asked: z.string(),
  /** How far the mouth is open, from 0 to 1, `MOUTH_RATE` times a second. */
  mouth: z.array(z.number()),
});

export type SpeechFacts = z.output<typeof speechFactsSchema>;

/** A line that can be heard. */
export interface SpokenNarration extends SpeechFacts {
  id: string;
  seconds: number;
  /** WAV, 48 000 Hz, one channel of 16 bits. */
  path: string;
  sha256: string;
  reused: boolean;
  /** Why it was spoken; null where an earlier one is still right. */
  why: string | null;
}
