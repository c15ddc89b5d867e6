import type { Execution } from "@proxx/contract";
import type { TaskProgress } from "../ledger/tasks.ts";
import type { RunEvents } from "./run-events.ts";

/** An execution that has its place here. */
export interface ExecutionRun {
  readonly snapshot: () => Execution;
  readonly begin: () => void;
  /** Goes on with what another process had begun. */
  readonly adopt: () => void;
  readonly finished: Promise<Execution>;
  /** Resolves where somebody else has taken it, whose work is looked on at from then on. */
  readonly taken: Promise<void>;
  readonly onProgress: RunEvents["onProgress"];
  readonly onEvent: RunEvents["onEvent"];
  readonly cancel: () => void;
  /** Ends what runs here, and leaves the execution as it stands to whoever goes on with it. */
  readonly detach: () => void;
  /** There is news for a job from outside. */
  readonly wake: (jobId: string) => void;
  /** There is news for the execution in the ledger. */
  readonly look: () => void;
  /** How far a job is that another worker runs. */
  readonly hearProgress: (progress: TaskProgress) => void;
}
