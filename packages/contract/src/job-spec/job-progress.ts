import type { ExecutionEngine } from "./job-result.ts";

/** What a person or a program watching a job is told. Core code accepts a listener and never needs one. */
export type JobProgress =
  | { type: "job-validated"; jobId: string; fingerprint: string; totalClips: number; engine: ExecutionEngine }
  | { type: "clip-started"; clip: number; totalClips: number; sourcePath: string; outputPath: string }
  | {
      type: "clip-progress";
      clip: number;
      totalClips: number;
      sourcePath: string;
      /** 0 to 1, never going back; null when the source's length is not known. */
      fraction: number | null;
      frame: number | null;
      totalFrames: number | null;
      fps: number | null;
      /** Times real time. */
      speed: number | null;
      etaSeconds: number | null;
    }
  | { type: "clip-verifying"; clip: number; totalClips: number; sourcePath: string }
  | {
      type: "clip-finished";
      clip: number;
      totalClips: number;
      sourcePath: string;
      outputPath: string | null;
      status: "COMPLETED" | "FAILED" | "SKIPPED";
      failure: string | null;
    };

export type JobProgressListener = (progress: JobProgress) => void;
