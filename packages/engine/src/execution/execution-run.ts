import type { Execution } from "@proxx/contract";
import type { NewExecution } from "../journal/journal.ts";
import type { BaseResult } from "../state/resolve-inputs.ts";
import type { RunEvents } from "./run-events.ts";

/** An execution that runs here. */
export interface ExecutionRun {
  readonly snapshot: () => Execution;
  /** What the journal is to have before the execution begins. */
  readonly record: () => NewExecution;
  readonly begin: () => void;
  readonly finished: Promise<Execution>;
  /** What executions that build on this one wait for. Rejects with what became of it instead. */
  readonly result: Promise<BaseResult>;
  readonly onProgress: RunEvents["onProgress"];
  readonly onEvent: RunEvents["onEvent"];
  readonly cancel: () => void;
  /** Ends what runs here, and leaves the execution as it stands to whoever goes on with it. */
  readonly detach: () => void;
  readonly wake: (jobId: string) => void;
}
