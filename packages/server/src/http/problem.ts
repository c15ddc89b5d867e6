import type { Issue } from "@proxx/contract";

export interface ProblemOptions {
  status: number;
  /** Stable and machine-readable. */
  code: string;
  /** The same for every problem of this code. */
  title: string;
  /** This time. */
  detail: string;
  hint: string;
  /** Whether the same request may be answered otherwise later. @default false */
  retryable?: boolean;
  issues?: readonly Issue[];
  headers?: Readonly<Record<string, string>>;
}

/** A request that is not done, with what is answered in its place. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly hint: string;
  readonly retryable: boolean;
  readonly issues: readonly Issue[];
  readonly headers: Readonly<Record<string, string>>;

  constructor({ status, code, title, detail, hint, retryable = false, issues = [], headers = {} }: ProblemOptions) {
    super(detail);
    this.status = status;
    this.code = code;
    this.title = title;
    this.hint = hint;
    this.retryable = retryable;
    this.issues = issues;
    this.headers = headers;
  }
}
