import {
  PROXX_ERROR_CODES,
  ProxxError,
  type Execution,
  type ExecutionError,
  type ProxxErrorCode,
} from "@proxx/contract";

/** Why an execution did not complete, as `onError` is told. */
export class ExecutionFailure extends ProxxError {
  override readonly name = "ExecutionFailure";
  readonly executionId: string;
  /** The job that failed first; null where it was none of them. */
  readonly jobId: string | null;

  constructor(execution: Execution) {
    const error = execution.error ?? unexplained(execution.id);
    const { message, hint, retryable } = error;
    super(readErrorCode(error.code) ?? "execution_failed", message, { hint, retryable });
    this.executionId = execution.id;
    this.jobId = error.jobId;
  }
}

function unexplained(id: string): ExecutionError {
  const hint = "See its jobs for the reason.";
  return { code: "execution_failed", message: `The execution ${id} failed.`, hint, retryable: false, jobId: null };
}

/** The code where it is one that this version knows. */
export function readErrorCode(code: string | undefined): ProxxErrorCode | null {
  return PROXX_ERROR_CODES.find((known) => known === code) ?? null;
}
