import type { CancelRun } from "../engine-options.ts";
import type { ArtifactStore } from "../store/artifact-store.ts";
import type { FetchSource } from "../sources/fetch-source.ts";
import type { SourceReader } from "../sources/ingest-source.ts";
import type { Ledger, WaitingJob } from "../ledger/ledger.ts";
import type { TaskLimits } from "../ledger/tasks.ts";
import type { ReuseIndex } from "../store/reuse-index.ts";
import type { Slots } from "../scheduling/slots.ts";

/** What the executions of an engine share; `reuse` and `sources` those of one tenant alone. */
export interface EngineResources {
  readonly ledger: Ledger;
  /** This engine, among those who know the ledger. */
  readonly worker: string;
  /** Executions were left news in the ledger. */
  readonly onTold: (executionIds: readonly string[]) => void;
  /** Something is kept of an execution that was not before. */
  readonly onKept: (executionId: string) => void;
  /** One whose webhook is to be told has ended here. */
  readonly onEnded: (executionId: string) => void;
  readonly store: ArtifactStore;
  readonly reuse: ReuseIndex;
  readonly sources: SourceReader;
  /** For what a provider has made. */
  readonly fetchResult: FetchSource;
  readonly slots: {
    readonly compute: Slots;
    readonly wait: Slots;
    readonly sources: Slots;
    /** For jobs that may leave their outputs to be rendered, where others of this engine's jobs are shared. */
    readonly deferring: Slots;
  };
  /** What holds for jobs that are shared with other engines on the ledger; null where none is. */
  readonly sharedLimits: TaskLimits | null;
  /** Of this engine alone; each execution has a folder in it. */
  readonly workFolder: string;
  readonly jobTimeoutMs: number;
  readonly parkedTimeoutMs: number;
  readonly cancelRun: CancelRun;
  /** Say of what is made again why, even where nobody listens. */
  readonly explainMisses: boolean;
  /** Where others may say that there is news for a job; null for nowhere. */
  readonly callbackUrlOf: (job: WaitingJob) => Promise<string | null>;
  readonly abortGraceMs: number;
  readonly maxSourceBytes: number;
  readonly sourceTimeoutMs: number;
  /** Aborted when the engine closes. */
  readonly closing: AbortSignal;
  readonly now: () => number;
}
