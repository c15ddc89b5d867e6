import { z } from "zod";
import { EXECUTION_STATUSES } from "../execution/execution.ts";

/** Something that was looked at on a server's machine, and what mends it. */
export const findingSchema = z.strictObject({
  name: z.string(),
  state: z.enum(["ok", "missing", "optional"]),
  found: z.string(),
  /** The command or step that mends it. */
  mend: z.string().nullable(),
});
export type Finding = z.output<typeof findingSchema>;

const slotsSchema = z.strictObject({ count: z.int(), taken: z.int() });
const diskSchema = z.strictObject({
  name: z.string(),
  path: z.string(),
  freeBytes: z.number(),
  totalBytes: z.number(),
});

/** How a server is, for its operator. */
export const systemSchema = z.strictObject({
  version: z.string(),
  startedAt: z.string(),
  workers: z.int(),
  slots: z.strictObject({ compute: slotsSchema, wait: slotsSchema }),
  executions: z.array(z.strictObject({ status: z.enum(EXECUTION_STATUSES), count: z.int() })),
  jobs: z.array(z.strictObject({ type: z.string(), phase: z.string(), count: z.int() })),
  waitingDeliveries: z.int(),
  memoryBytes: z.number(),
  disks: z.array(diskSchema),
  findings: z.array(findingSchema),
});
export type System = z.output<typeof systemSchema>;
