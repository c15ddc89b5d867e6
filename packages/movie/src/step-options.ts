import type { Degradation } from "@proxx/contract";

/** How far a step is: `current` of `total`, and what it is at. What is told never goes back. */
export type OnProgress = (current: number, total: number, message: string) => void;

/** What every step takes and none needs. */
export interface StepOptions {
  onProgress?: OnProgress | undefined;
  signal?: AbortSignal | undefined;
}

/** What a step did in a lesser way than it might have: as in a plan, but for the job. */
export type StepDegradation = Omit<Degradation, "jobId">;
