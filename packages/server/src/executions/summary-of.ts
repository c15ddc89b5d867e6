import type { Execution, ExecutionSummary } from "@proxx/contract";
import { presentExecution, type Presentation } from "./present-execution.ts";

/** An execution as lists have it, as a client of the server sees it. */
export function summaryOf(execution: Execution, presentation: Presentation): ExecutionSummary {
  // What is left out is not looked through for folders: that of a large plan takes long.
  const jobTypes = execution.jobs.map(({ type }) => type);
  const shown = presentExecution({ ...execution, jobs: [], degradations: [], results: {} }, presentation);
  const { jobs: _jobs, degradations: _degradations, results: _results, ...summary } = shown;
  return { ...summary, jobTypes };
}
