import { z } from "zod";

/** One word (or, where a script has no spaces, one piece) as it is spoken, in seconds from the beginning. */
export const transcriptWordSchema = z
  .strictObject({ word: z.string().min(1).max(200), start: z.number().min(0), end: z.number().min(0) })
  .refine((word) => word.end >= word.start, { error: "Expected `end` not to be before `start`", path: ["end"] });

/** What is said in a piece of media, and when. */
export const transcriptSchema = z.strictObject({
  language: z.string().nullable(),
  text: z.string(),
  words: z.array(transcriptWordSchema),
});

export type TranscriptWord = z.output<typeof transcriptWordSchema>;
export type Transcript = z.output<typeof transcriptSchema>;
