import type { JobState } from "../state/job-state.ts";
import type { JobReport } from "./kept-event.ts";

/** Where a job stands, with what was reported of it since: how far one was that has ended, its state says. */
export function withReport(state: JobState, report: Pick<JobReport, "fraction" | "message"> | undefined): JobState {
  if (report === undefined || state.phase === "ended") return state;
  const fraction = Math.max(state.fraction, report.fraction);
  return { ...state, fraction, message: report.message ?? state.message };
}
