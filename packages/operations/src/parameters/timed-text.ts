import { transcriptWordSchema } from "@proxx/contract";
import { wordsSource } from "@proxx/contract/parameters";
import { z } from "zod";

const cue = z
  .strictObject({ text: z.string().min(1).max(1000), start: z.number().min(0), end: z.number().min(0) })
  .refine((entry) => entry.end > entry.start, { error: "Expected `end` to be after `start`", path: ["end"] });
export type TextCue = z.output<typeof cue>;

/** Words with their times, cues with theirs, or the output of a job that knows its words. */
export const timedText = () =>
  z.union([
    z.array(transcriptWordSchema).min(1).max(50_000),
    z.array(cue).min(1).max(10_000),
    wordsSource("Expected words, cues, or a reference such as `$job1` (a subtitle file is `file`)"),
  ]);
