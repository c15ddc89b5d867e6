import type { Journal } from "@proxx/engine";
import { isProviderName, type ProviderName } from "@proxx/providers";

export interface FollowedJob {
  executionId: string;
  jobId: string;
}

export interface FollowedRuns {
  /** The journal to work with. */
  journal: Journal;
  /** The job that waits for a provider's run. */
  jobOf: (run: { provider: ProviderName; id: string }) => FollowedJob | null;
}

/** Knows which job waits for which run at a provider, by what the jobs note down. */
export function followRuns(journal: Journal): FollowedRuns {
  const jobs = new Map<string, FollowedJob>();
  const runs = new Map<string, string>();

  function forget(job: string): void {
    const run = runs.get(job);
    if (run !== undefined) jobs.delete(run);
    runs.delete(job);
  }

  return {
    journal: {
      ...journal,
      async writeNote(executionId, jobId, attempt, note) {
        const isWritten = await journal.writeNote(executionId, jobId, attempt, note);
        if (!isWritten) return false;
        const job = keyOf(executionId, jobId);
        forget(job);
        if (isRun(note)) {
          const run = keyOf(note.provider, note.id);
          runs.set(job, run);
          jobs.set(run, { executionId, jobId });
        }
        return true;
      },
      async changeJob(executionId, jobId, from, change) {
        if (change.completedAt !== undefined) forget(keyOf(executionId, jobId));
        return journal.changeJob(executionId, jobId, from, change);
      },
    },
    jobOf: ({ provider, id }) => jobs.get(keyOf(provider, id)) ?? null,
  };
}

function isRun(note: unknown): note is { provider: ProviderName; id: string } {
  if (typeof note !== "object" || note === null || !("provider" in note) || !("id" in note)) return false;
  return typeof note.provider === "string" && isProviderName(note.provider) && typeof note.id === "string";
}

function keyOf(first: string, second: string): string {
  return JSON.stringify([first, second]);
}
