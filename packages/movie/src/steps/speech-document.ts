import { z } from "zod";

/** What a spoken script is handed on as: of each line the file of its sound, and when it says what. */
export const speechDocumentSchema = z.strictObject({
  lines: z.array(
    z.strictObject({
      id: z.string(),
      /** Of the file, which lies beside the document. */
      sha256: z.string(),
      seconds: z.number(),
      words: z.array(
        z.strictObject({ text: z.string(), from: z.int(), to: z.int(), start: z.number(), end: z.number() }),
      ),
      timing: z.enum(["measured", "estimated"]),
      mouth: z.array(z.number()),
    }),
  ),
});

export type SpeechDocument = z.output<typeof speechDocumentSchema>;
