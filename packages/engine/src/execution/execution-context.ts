import type { News } from "../state/apply-news.ts";
import type { BaseResult } from "../state/resolve-inputs.ts";
import type { EngineResources } from "./engine-resources.ts";
import type { ExecutionSetup } from "./execution-setup.ts";
import type { KeptExecution } from "./execution-state.ts";
import type { LiveJobs } from "./live-jobs.ts";
import type { RunEvents } from "./run-events.ts";

/** What the parts of a running execution share. */
export interface ExecutionContext {
  readonly setup: ExecutionSetup;
  readonly resources: EngineResources;
  readonly state: KeptExecution;
  readonly live: LiveJobs;
  /** Of this execution alone; made when it is needed. */
  readonly workFolder: string;
  /** Aborted when what runs is to end. */
  readonly signal: AbortSignal;
  readonly events: RunEvents;
  readonly base: () => BaseResult | null;
  /** What a job left to its renderer. */
  readonly deferredOf: (jobId: string) => unknown;
  /** To be done when it is its turn. */
  readonly post: (work: () => void | Promise<void>) => void;
  /** Whether more waits to be done. */
  readonly hasMore: () => boolean;
  /** Whether the execution is moved here no longer. */
  readonly isOver: () => boolean;
  /** Takes news, when it is its turn. */
  readonly tell: (news: News) => void;
  /** Lets the journal have what is coming. */
  readonly keep: () => Promise<void>;
  /** A running job has got further. */
  readonly onProgress: () => void;
}
