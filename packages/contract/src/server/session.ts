import { z } from "zod";

/** Who asks a server, as its page shows it. */
export const sessionSchema = z.strictObject({
  /** Whether requests need a key, or a session that one has opened. */
  needsKey: z.boolean(),
  /** Whether this request had one. */
  isOpen: z.boolean(),
  /** The name of the key; null without one. */
  keyName: z.string().nullable(),
  /** Null is the operator. */
  tenant: z.string().nullable(),
  version: z.string(),
  /** What the server has beside executions. */
  runsJobSpecs: z.boolean(),
  watchFolders: z.int(),
});
export type Session = z.output<typeof sessionSchema>;
