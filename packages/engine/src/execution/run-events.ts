import type { ExecutionProgress, RunEvent, RunEventBody } from "@proxx/contract";
import type { CheckedJob } from "../plan/check-plan.ts";
import { createListeners } from "../scheduling/listeners.ts";
import type { JobState } from "../state/job-state.ts";

type RunEventListener = (event: RunEvent) => void;

/** The events of one execution, and those who read them. */
export interface RunEvents {
  /** Whether anybody reads more of them than the progress. */
  readonly areRead: boolean;
  /** Whether anybody reads any. */
  readonly areHeard: boolean;
  tell(event: RunEventBody): void;
  onEvent(listener: RunEventListener): () => void;
  onProgress(listener: (progress: ExecutionProgress) => void): () => void;
  close(): void;
}

export function createRunEvents(executionId: string, now: () => number): RunEvents {
  const listeners = createListeners<RunEvent>();
  const progressListeners = createListeners<ExecutionProgress>();
  return {
    get areRead() {
      return !listeners.isEmpty;
    },
    get areHeard() {
      return !listeners.isEmpty || !progressListeners.isEmpty;
    },
    tell(event) {
      if (!listeners.isEmpty) listeners.tell({ time: new Date(now()).toISOString(), executionId, ...event });
      if (event.type !== "execution-progress") return;
      const { type: _type, ...progress } = event;
      progressListeners.tell(progress);
    },
    onEvent: (listener) => listeners.add(listener),
    onProgress: (listener) => progressListeners.add(listener),
    close() {
      listeners.clear();
      progressListeners.clear();
    },
  };
}

/** That a job has another status than before. */
export function jobStatusEvent({ id: jobId, type: jobType, approach }: CheckedJob, state: JobState): RunEventBody {
  const { status, attempt, reused, error, startedAtMs, completedAtMs } = state;
  if (state.phase !== "ended") {
    return { type: "job-started", jobId, jobType, attempt, provider: approach.provider };
  }
  const seconds = startedAtMs === null || completedAtMs === null ? 0 : (completedAtMs - startedAtMs) / 1000;
  return { type: "job-ended", jobId, status, reused, seconds, error };
}
