import type { Standing } from "../state/execution-state.ts";
import type { News } from "../state/news.ts";
import type { BaseResult } from "../state/resolve-inputs.ts";
import type { EngineResources } from "./engine-resources.ts";
import type { ExecutionSetup } from "./execution-setup.ts";
import type { LiveJobs } from "../attempt/live-jobs.ts";
import type { RunEvents } from "./run-events.ts";

/** What the parts of a running execution share. */
export interface ExecutionContext {
  readonly setup: ExecutionSetup;
  readonly resources: EngineResources;
  readonly live: LiveJobs;
  /** Of this execution alone; made when it is needed. */
  readonly workFolder: string;
  /** Aborted when what runs is to end. */
  readonly signal: AbortSignal;
  readonly events: RunEvents;
  /** As the ledger has it. */
  readonly standing: () => Standing;
  /** Whether the execution is moved here no longer. */
  readonly isOver: () => boolean;
  readonly tell: (...news: readonly News[]) => void;
  /** A running job has got further. */
  readonly onProgress: () => void;
}

/** The result of the execution that this one builds on; null as long as it is not there. */
export function baseOf({ execution }: Standing): BaseResult | null {
  return execution.base.kind === "there" ? execution.base.result : null;
}
