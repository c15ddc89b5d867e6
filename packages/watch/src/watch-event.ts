import type { JobProgress } from "@proxx/contract";

/** What a watcher tells. `spec` is the path below `pending/`, with `/` between folders. */
export interface WatchEventMap {
  "watch-started": [{ root: string; maxWorkers: number; recovered: number }];
  /** A spec that is not taken yet; told once for each reason. */
  "job-waiting": [{ spec: string; why: string }];
  /** An entry that is never taken: a folder or a link named `x.json`. */
  "entry-ignored": [{ spec: string; why: string }];
  "job-claimed": [{ spec: string; workerId: number; jobId: string; fingerprint: string; clips: number }];
  "clip-progress": [{ spec: string; workerId: number; progress: JobProgress }];
  "job-finished": [
    {
      spec: string;
      workerId: number | null;
      status: "COMPLETED" | "FAILED" | "PARTIAL";
      to: string;
      result: string;
      why: string | null;
    },
  ];
  /** Found in `running/` at the start. */
  "job-recovered": [{ spec: string; status: "COMPLETED" | "FAILED" | "PARTIAL"; to: string; why: string }];
  /** A result that cannot be written now; tried again at each poll. */
  "job-unsettled": [{ spec: string; why: string }];
  /** The machine, not a job, keeps anything from being claimed. Told once; tried again at each poll. */
  "watch-held": [{ why: string }];
  "watch-resumed": [Record<string, never>];
  "watch-stopped": [{ completed: number; failed: number }];
}

export type WatchEventName = keyof WatchEventMap;
