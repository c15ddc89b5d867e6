import type { KeptAnswers } from "../idempotency/kept-answers.ts";
import type { Executions } from "../executions/executions.ts";

/** What routes work with. */
export interface ServerParts {
  readonly executions: Executions;
  readonly answers: KeptAnswers;
  /** The folder of the server's data. Absolute. */
  readonly home: string;
  /** Of the body of a request that is a document. */
  readonly maxDocumentBytes: number;
  /** Of one plan. */
  readonly maxJobs: number;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
}
