import { z } from "zod";

/** What is known of a file that a client has sent. */
export const uploadSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  sha256: z.string(),
  size: z.int(),
  createdAt: z.string(),
});
export type Upload = z.output<typeof uploadSchema>;
