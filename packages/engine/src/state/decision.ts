import type { Load } from "@proxx/contract";
import type { ExecutionState } from "./execution-state.ts";
import type { JobMove } from "./job-moves.ts";
import type { ExecutionJob } from "./job-state.ts";
import type { ClaimOutcome, News } from "./news.ts";

/** Something to be found out, or done, outside of any transaction. Its answer is news. */
export type Question =
  | { readonly kind: "read-source"; readonly jobId: string; readonly index: number }
  | { readonly kind: "read-base" }
  | { readonly kind: "look-up"; readonly jobId: string }
  | { readonly kind: "end-elsewhere"; readonly jobId: string };

/** The right to make what stands under a key: the answer is `claimed` or `made-elsewhere`. */
export interface ClaimWish {
  readonly jobId: string;
  readonly key: string;
}

/** A claim that is held no longer, and what became of it. */
export interface Release {
  readonly jobId: string;
  readonly outcome: ClaimOutcome;
}

/** A job that waits for a slot, wherever there is one. */
export interface Offer {
  readonly jobId: string;
  readonly attempt: number;
  readonly load: Load;
  /** Who does it, by name; null for this machine. */
  readonly provider: string | null;
}

/** What is to be kept, all of it or nothing. */
export interface Decision {
  /** Jobs that stand elsewhere than before. */
  readonly jobs: readonly JobMove[];
  /** Null where it is as before. */
  readonly execution: ExecutionState | null;
  readonly releases: readonly Release[];
  /** Jobs among `jobs` that other workers may take from now on; of all others among them none may. */
  readonly offers: readonly Offer[];
  /** The job whose output is the result has ended: executions that build on this one want to know. */
  readonly hasResult: boolean;
}

/** News, and the job as it was after it. */
export interface Heard {
  readonly news: News;
  readonly entry: ExecutionJob | null;
  /** Something has moved by it: what a former attempt says, moves nothing. */
  readonly isTaken: boolean;
}
