import type { RunEvent } from "@proxx/contract";

/** Something that has happened in an execution, as it is kept. */
export interface KeptEvent {
  /** From 1, within its execution. It only grows; numbers may be missing. */
  readonly sequence: number;
  readonly event: RunEvent;
}

/** Some of the events of an execution, in order. */
export interface EventPage {
  readonly events: readonly KeptEvent[];
  /** Nothing will ever come after these. */
  readonly isComplete: boolean;
}

/** How far a job is, as its current attempt says. */
export interface JobReport {
  readonly jobId: string;
  readonly attempt: number;
  /** From 0 to 1. */
  readonly fraction: number;
  readonly message: string | null;
}

/** How far an execution is between two moves, and what there is to tell of it. */
export interface Report {
  /** From 0 to 100; what is less than before changes nothing. */
  readonly progress: number;
  readonly jobs: readonly JobReport[];
  readonly events: readonly RunEvent[];
}

/** Progress is of interest as it stands: of these events the last one alone is kept. */
export function isReplaced({ type }: RunEvent): boolean {
  return type === "execution-progress";
}
