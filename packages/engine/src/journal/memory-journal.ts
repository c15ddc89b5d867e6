import type { Execution, Job } from "@proxx/contract";
import type { ExecutionRecord, Journal, ProviderRun } from "./journal.ts";

interface KeptExecution {
  record: ExecutionRecord;
  attempts: Map<string, number>;
  notes: Map<string, unknown>;
}

/** A journal that lasts as long as the process. */
export function createMemoryJournal(): Journal {
  const executions = new Map<string, KeptExecution>();
  const find = (executionId: string): KeptExecution => {
    const kept = executions.get(executionId);
    if (kept === undefined) throw new Error(`Expected the execution ${executionId} to have been created`);
    return kept;
  };
  const replaceDocument = (kept: KeptExecution, change: Partial<Execution>) => {
    kept.record = { ...kept.record, document: { ...kept.record.document, ...change } };
  };
  const replaceJob = (kept: KeptExecution, jobId: string, change: Partial<Job>) => {
    const jobs = kept.record.document.jobs.map((job) => (job.id === jobId ? { ...job, ...change } : job));
    replaceDocument(kept, { jobs });
  };
  const statusOf = (kept: KeptExecution, jobId: string) =>
    kept.record.document.jobs.find((job) => job.id === jobId)?.status ?? null;

  return {
    async create(record) {
      executions.set(record.document.id, { record, attempts: new Map(), notes: new Map() });
    },
    async read(executionId) {
      return executions.get(executionId)?.record ?? null;
    },
    async changeExecution(executionId, from, change) {
      const kept = find(executionId);
      if (kept.record.document.status !== from) return false;
      replaceDocument(kept, change);
      return true;
    },
    async changeJob(executionId, jobId, from, change) {
      const kept = find(executionId);
      if (statusOf(kept, jobId) !== from.status || (kept.attempts.get(jobId) ?? 0) !== from.attempt) return false;
      replaceJob(kept, jobId, change);
      return true;
    },
    async beginAttempt(executionId, jobId, change) {
      const kept = find(executionId);
      if (statusOf(kept, jobId) !== "pending") return null;
      const attempt = (kept.attempts.get(jobId) ?? 0) + 1;
      kept.attempts.set(jobId, attempt);
      replaceJob(kept, jobId, { ...change, status: "processing" });
      return attempt;
    },
    async readNote(executionId, jobId) {
      return find(executionId).notes.get(jobId);
    },
    async writeNote(executionId, jobId, attempt, note) {
      const kept = find(executionId);
      if (kept.attempts.get(jobId) !== attempt) return false;
      kept.notes.set(jobId, structuredClone(note));
      return true;
    },
    async jobWaitingFor(run) {
      for (const [executionId, kept] of executions) {
        for (const [jobId, note] of kept.notes) {
          if (statusOf(kept, jobId) === "processing" && namesRun(note, run)) return { executionId, jobId };
        }
      }
      return null;
    },
  };
}

function namesRun(note: unknown, { provider, id }: ProviderRun): boolean {
  const isNamed = typeof note === "object" && note !== null && "provider" in note && "id" in note;
  return isNamed && note.provider === provider && note.id === id;
}
