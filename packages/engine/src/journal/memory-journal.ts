import type { Execution, Job } from "@proxx/contract";
import type { JobState } from "../state/job-state.ts";
import { beginsAttempt, type Change, type ExecutionRecord, type Journal, type ProviderRun } from "./journal.ts";

interface KeptExecution {
  readonly about: Pick<ExecutionRecord, "plan" | "tenant" | "resultJob">;
  document: Omit<Execution, "jobs">;
  /** In the order of the plan. */
  readonly jobs: Map<string, { document: Job; state: JobState }>;
  readonly notes: Map<string, unknown>;
}

/** A journal that lasts as long as the process. */
export function createMemoryJournal(): Journal {
  const executions = new Map<string, KeptExecution>();
  const find = (executionId: string): KeptExecution => {
    const kept = executions.get(executionId);
    if (kept === undefined) throw new TypeError(`Expected the execution ${executionId} to have been created`);
    return kept;
  };

  return {
    async create({ document, states, plan, tenant, resultJob }) {
      if (executions.has(document.id)) return;
      const { jobs, ...rest } = document;
      const entries = jobs.map((job): [string, { document: Job; state: JobState }] => {
        const state = states[job.id];
        if (state === undefined) throw new TypeError(`Expected the state of the job ${job.id}`);
        return [job.id, { document: job, state }];
      });
      const about = { plan, tenant, resultJob };
      executions.set(document.id, { about, document: rest, jobs: new Map(entries), notes: new Map() });
    },
    async read(executionId) {
      const kept = executions.get(executionId);
      return kept === undefined ? null : recordOf(kept);
    },
    async commit(executionId, changes) {
      const kept = find(executionId);
      if (!changes.every((change) => isFrom(kept, change))) return null;
      for (const change of changes) make(kept, change);
      const begun = changes.flatMap((change) => (beginsAttempt(change) ? [change.jobId] : []));
      return { notes: notesOf(kept, begun) };
    },
    async writeNote(executionId, jobId, attempt, note) {
      const kept = find(executionId);
      if (kept.jobs.get(jobId)?.state.attempt !== attempt) return false;
      kept.notes.set(jobId, structuredClone(note));
      return true;
    },
    async jobWaitingFor(run) {
      for (const [executionId, { jobs, notes }] of executions) {
        for (const [jobId, note] of notes) {
          const isRunning = jobs.get(jobId)?.state.status === "processing";
          if (isRunning && namesRun(note, run)) return { executionId, jobId };
        }
      }
      return null;
    },
  };
}

function notesOf({ notes }: KeptExecution, jobIds: Iterable<string>): ExecutionRecord["notes"] {
  const noted = Array.from(jobIds).filter((jobId) => notes.has(jobId));
  return Object.fromEntries(noted.map((jobId) => [jobId, structuredClone(notes.get(jobId))]));
}

function recordOf(kept: KeptExecution): ExecutionRecord {
  const { about, document, jobs, notes } = kept;
  return {
    ...about,
    notes: notesOf(kept, notes.keys()),
    document: { ...document, jobs: [...jobs.values()].map((job) => job.document) },
    states: Object.fromEntries([...jobs].map(([id, { state }]) => [id, state])),
  };
}

function isFrom({ document, jobs }: KeptExecution, change: Change): boolean {
  if (change.kind === "execution") return document.status === change.from;
  const state = jobs.get(change.jobId)?.state;
  return state?.status === change.from.status && state.attempt === change.from.attempt;
}

function make(kept: KeptExecution, change: Change): void {
  if (change.kind === "execution") kept.document = { ...kept.document, ...change.document };
  else kept.jobs.set(change.jobId, { document: change.document, state: change.state });
}

function namesRun(note: unknown, { provider, id }: ProviderRun): boolean {
  const isNamed = typeof note === "object" && note !== null && "provider" in note && "id" in note;
  return isNamed && note.provider === provider && note.id === id;
}
