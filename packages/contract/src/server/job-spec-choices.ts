import { z } from "zod";
import { CODECS, CONTAINERS } from "../job-spec/job-spec.ts";
import { EXECUTION_ENGINES } from "../job-spec/job-result.ts";

/** What a JobSpec can name: profiles, and the containers of each codec, the usual one first. */
export const jobSpecChoicesSchema = z.strictObject({
  profiles: z.array(
    z.strictObject({
      name: z.string(),
      engine: z.enum(EXECUTION_ENGINES),
      /** Null where any goes. */
      codec: z.enum(CODECS).nullable(),
      /** Null where any goes that is legal for the codec. */
      containers: z.array(z.enum(CONTAINERS)).nullable(),
      /** Where the JobSpec names none. */
      resolution: z.enum(["same", "half", "quarter"]),
      description: z.string(),
      rateControl: z.string(),
    }),
  ),
  codecs: z.array(z.strictObject({ name: z.enum(CODECS), containers: z.array(z.enum(CONTAINERS)) })),
});

export type JobSpecChoices = z.output<typeof jobSpecChoicesSchema>;
