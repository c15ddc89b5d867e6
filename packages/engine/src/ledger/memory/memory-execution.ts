import { hasEnded, initialExecution, type ExecutionState } from "../../state/execution-state.ts";
import type { JobState } from "../../state/job-state.ts";
import type { News } from "../../state/news.ts";
import type { JobReport, Report } from "../kept-event.ts";
import { FIRST_VERSION, type ExecutionRecord, type LedgerFigures, type NewExecution } from "../ledger.ts";
import { createMemoryEvents, type MemoryEvents } from "./memory-events.ts";
import { withReport } from "../with-report.ts";

/** All that a ledger in memory keeps of an execution. */
export interface KeptExecution {
  readonly about: Omit<NewExecution, "worker" | "states" | "secrets" | "request">;
  secrets: string | null;
  worker: string | null;
  version: number;
  execution: ExecutionState;
  progress: number;
  readonly states: Map<string, JobState>;
  /** What was reported of jobs last, by id. */
  readonly reports: Map<string, JobReport>;
  readonly events: MemoryEvents;
  readonly notes: Map<string, unknown>;
  inbox: News[];
  /** Executions that build on this one, and wait for its result. */
  readonly dependents: Set<string>;
}

/** `base` is what it builds on. */
export function keepExecution(
  { worker, states, secrets, request: _request, ...about }: NewExecution,
  base: KeptExecution | null,
): KeptExecution {
  return {
    about,
    secrets,
    worker,
    version: FIRST_VERSION,
    execution: initialExecution(base === null ? "none" : isDecided(base) ? "ended" : "awaited"),
    progress: 0,
    states: new Map(Object.entries(states)),
    reports: new Map(),
    events: createMemoryEvents(),
    notes: new Map(),
    inbox: [],
    dependents: new Set(),
  };
}

/** Whether the job whose output is the result has ended. */
function isDecided({ about, states }: KeptExecution): boolean {
  return states.get(about.resultJob)?.phase === "ended";
}

/** Gives the number of the last event; null where nothing is kept. */
export function keepReport(kept: KeptExecution, { progress, jobs, events }: Report): number | null {
  const current = jobs.filter(({ jobId, attempt }) => {
    const state = kept.states.get(jobId);
    return state?.phase === "running" && state.attempt === attempt;
  });
  if (current.length === 0) return null;
  for (const one of current) {
    const before = kept.reports.get(one.jobId);
    const fraction = Math.max(one.fraction, before?.fraction ?? 0);
    kept.reports.set(one.jobId, { ...one, fraction, message: one.message ?? before?.message ?? null });
  }
  kept.progress = Math.max(kept.progress, progress);
  kept.events.append(events);
  return kept.events.sequence;
}

export function recordOf(kept: KeptExecution): ExecutionRecord {
  const { about, secrets, worker, execution, progress, notes } = kept;
  const stands = { execution, progress, states: statesOf(kept) };
  return { ...about, secrets, worker, ...stands, notes: structuredClone(Object.fromEntries(notes)) };
}

export function statesOf({ states, reports }: KeptExecution): Record<string, JobState> {
  return Object.fromEntries(Array.from(states, ([id, state]) => [id, withReport(state, reports.get(id))]));
}

/** Of those that have not ended. */
export function countExecutions(executions: Iterable<KeptExecution>): Pick<LedgerFigures, "executions" | "jobs"> {
  const statuses = new Map<string, LedgerFigures["executions"][number]>();
  const jobs = new Map<string, LedgerFigures["jobs"][number]>();
  for (const { execution, about, states } of executions) {
    if (hasEnded(execution)) continue;
    const { status } = execution;
    statuses.set(status, { status, count: (statuses.get(status)?.count ?? 0) + 1 });
    for (const [jobId, { phase }] of states) {
      const type = about.jobs[jobId]?.type ?? "";
      const key = JSON.stringify([type, phase]);
      jobs.set(key, { type, phase, count: (jobs.get(key)?.count ?? 0) + 1 });
    }
  }
  return { executions: [...statuses.values()], jobs: [...jobs.values()] };
}
