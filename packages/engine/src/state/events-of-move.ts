import type { RunEventBody } from "@proxx/contract";
import type { Heard } from "./decision.ts";
import type { Deliberation } from "./deliberate.ts";
import { executionError } from "./execution-document.ts";
import { hasEnded, type Standing } from "./execution-state.ts";
import type { ExecutionJob } from "./job-state.ts";

/** What there is to tell of a move, in the order in which it happened. */
export function eventsOfMove(
  before: Standing,
  { heard, standing, changed }: Pick<Deliberation, "heard" | "standing" | "changed">,
  executionId: string,
): RunEventBody[] {
  const events: RunEventBody[] = [];
  /** Of those that have another one than before. */
  const statuses = new Map<string, string>();
  const tellStatus = (entry: ExecutionJob) => {
    const { id } = entry.job;
    const { status } = entry.state;
    if ((statuses.get(id) ?? before.jobs.get(id)?.state.status) === status) return;
    statuses.set(id, status);
    // One whose output went with the process that had it is to be begun again.
    if (status !== "pending") events.push(jobStatusEvent(entry));
  };
  if (before.execution.status === "pending" && standing.execution.status !== "pending") {
    events.push({ type: "execution-started", totalJobs: standing.jobs.size });
  }
  for (const { news, entry, isTaken } of heard) {
    if (entry === null) continue;
    if (isTaken && "events" in news) events.push(...(news.events ?? []));
    const event = eventOfNews(news, entry);
    if (event !== null) events.push(event);
    tellStatus(entry);
  }
  for (const entry of changed) tellStatus(entry);
  if (hasEnded(standing.execution) && !hasEnded(before.execution)) {
    const { status } = standing.execution;
    events.push({ type: "execution-ended", status, error: executionError(executionId, standing.execution) });
  }
  return events;
}

function eventOfNews(news: Heard["news"], { job, renderer }: ExecutionJob): RunEventBody | null {
  const { id: jobId, type: jobType } = job;
  switch (news.kind) {
    case "identified":
      return { type: "job-ready", jobId, jobType, key: news.key };
    case "looked-up":
      return { type: news.lookup.found === null ? "job-missed" : "job-hit", jobId, why: news.why };
    case "left-to-renderer":
      return { type: "job-hit", jobId, why: [`rendered into ${renderer}, which is there`] };
    default:
      return null;
  }
}

/** That a job has another status than before. */
function jobStatusEvent({ job: { id: jobId, type: jobType, approach }, state }: ExecutionJob): RunEventBody {
  const { status, attempt, reused, error, startedAtMs, completedAtMs } = state;
  if (state.phase !== "ended") {
    return { type: "job-started", jobId, jobType, attempt, provider: approach.provider };
  }
  const seconds = startedAtMs === null || completedAtMs === null ? 0 : (completedAtMs - startedAtMs) / 1000;
  return { type: "job-ended", jobId, status, reused, seconds, error };
}
