import type { Execution, ExecutionProgress } from "@proxx/contract";
import { callBack } from "./call-back.ts";

export type ProgressReporter = (progress: ExecutionProgress) => void;

/** Passes progress on when it says something new. It never goes back, whoever it comes from. */
export function createProgressReporter(listeners: readonly ProgressReporter[]): ProgressReporter {
  let told: ExecutionProgress | null = null;
  return (heard) => {
    const progress = {
      ...heard,
      progress: Math.max(heard.progress, told?.progress ?? 0),
      completedJobs: Math.max(heard.completedJobs, told?.completedJobs ?? 0),
    };
    if (told !== null && JSON.stringify(told) === JSON.stringify(progress)) return;
    told = progress;
    for (const listener of listeners) callBack("onProgress", listener, { ...progress });
  };
}

/** What a document of the status says of the progress. */
export function progressOf(execution: Execution): ExecutionProgress {
  const { progress, currentJob, completedJobs, totalJobs, etaSeconds, jobs } = execution;
  const message = jobs.find(({ id }) => id === currentJob)?.message ?? null;
  return { progress, currentJob, message, completedJobs, totalJobs, etaSeconds };
}
