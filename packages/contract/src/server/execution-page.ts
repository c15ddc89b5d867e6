import { z } from "zod";
import { EXECUTION_STATUSES, executionSchema } from "../execution/execution.ts";
import type { RunEvent } from "../execution/run-event.ts";

/** A page of a list: what comes next is asked for by its cursor. */
export interface Page<Item> {
  data: Item[];
  hasMore: boolean;
  nextCursor: string | null;
}

/** An execution as a list has it: without its jobs, but with what they do. */
export const executionSummarySchema = executionSchema.omit({ jobs: true, degradations: true, results: true }).extend({
  jobTypes: z.array(z.string()).meta({ description: "The operation of each job, in the order of the plan" }),
});
export type ExecutionSummary = z.output<typeof executionSummarySchema>;

/** How many executions there are in each status. */
export const executionCountsSchema = z.strictObject({
  counts: z.record(z.enum(EXECUTION_STATUSES), z.int().min(0)),
  most: z.int().meta({ description: "No further is counted: of as many there may be more" }),
});
export type ExecutionCounts = z.output<typeof executionCountsSchema>;

const url = z.string();
const urlsSchema = z.strictObject({ self: url, status: url, plan: url, events: url, cancel: url, retry: url });

/** One execution, with the addresses of what can be asked of it. */
export const executionWithUrlsSchema = executionSchema.extend({ urls: urlsSchema });
export type ExecutionWithUrls = z.output<typeof executionWithUrlsSchema>;

/** An event of an execution, and its number. */
export interface NumberedEvent {
  readonly sequence: number;
  readonly event: RunEvent;
}

/** Some of the events of an execution, in order. */
export interface EventHistory {
  readonly data: readonly NumberedEvent[];
  /** Nothing will ever come after these. */
  readonly isComplete: boolean;
}
