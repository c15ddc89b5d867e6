import type { Load } from "@proxx/contract";
import type { ExecutionState } from "./execution-state.ts";
import type { JobMove } from "./job-moves.ts";
import type { ExecutionJob, ExecutionJobs } from "./job-state.ts";
import type { ClaimOutcome, News } from "./news.ts";

/** Something to be found out, or done, outside of any transaction. Its answer is news. */
export type Question =
  | { readonly kind: "read-source"; readonly jobId: string; readonly index: number }
  | { readonly kind: "read-base" }
  | { readonly kind: "look-up"; readonly jobId: string }
  | { readonly kind: "end-elsewhere"; readonly jobId: string };

/** Whether it is not answered yet, by how all stands now. */
export function isOpen(question: Question, { base }: ExecutionState, jobs: ExecutionJobs): boolean {
  if (question.kind === "read-base") return base.kind === "ended";
  const state = jobs.get(question.jobId)?.state;
  switch (question.kind) {
    case "look-up":
      return state?.phase === "identified";
    case "end-elsewhere":
      return state?.phase === "ending";
    case "read-source":
      return state?.phase === "waiting" && state.sources[question.index] === null;
  }
}

/** The right to make what stands under a key: the answer is `claimed` or `made-elsewhere`. */
export interface ClaimWish {
  readonly jobId: string;
  readonly key: string;
}

/** A claim that is held no longer, and what became of it. */
export interface Release {
  readonly jobId: string;
  /** What the right was to. */
  readonly key: string;
  readonly outcome: ClaimOutcome;
}

/** A job that is handed out: it waits for a slot, wherever there is one, or has one already. */
export interface Offer {
  readonly jobId: string;
  readonly attempt: number;
  readonly load: Load;
  /** Who does it, by name; null for this machine. */
  readonly provider: string | null;
  /** Who has begun it in the very move that would have offered it; null where it waits. */
  readonly worker: string | null;
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
