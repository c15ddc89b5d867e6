import { degradationSchema, transcriptSchema, type Degradation, type Transcript } from "@proxx/contract";
import { z } from "zod";

/** What a model has heard. */
export interface Heard {
  readonly transcript: Transcript;
  readonly degradations: readonly Omit<Degradation, "jobId">[];
}

const heardSchema = z.object({
  heard: z.object({
    transcript: transcriptSchema,
    degradations: z.array(degradationSchema.omit({ jobId: true })),
  }),
});

/** What a model has heard as a job noted it down, which is not paid for again when what comes after it is done once more. */
export function notedHeard(note: unknown): Heard | null {
  return heardSchema.safeParse(note).data?.heard ?? null;
}
