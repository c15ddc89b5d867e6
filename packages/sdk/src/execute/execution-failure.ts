import { PROXX_ERROR_CODES, ProxxError, type Execution, type ProxxErrorCode } from "@proxx/contract";

/** Why an execution did not complete, as `onError` is told. */
export class ExecutionFailure extends ProxxError {
  override readonly name = "ExecutionFailure";
  readonly executionId: string;
  /** The job that failed first; null where it was none of them. */
  readonly jobId: string | null;

  constructor({ id, status, error }: Execution) {
    const cancelled = status === "cancelled";
    super(
      readErrorCode(error?.code) ?? (cancelled ? "aborted" : "execution_failed"),
      error?.message ?? `The execution ${id} ${cancelled ? "was cancelled" : "failed"}.`,
      {
        hint:
          error?.hint ?? (cancelled ? "Run it again: what was finished is reused." : "See its jobs for the reason."),
        retryable: error?.retryable ?? false,
      },
    );
    this.executionId = id;
    this.jobId = error?.jobId ?? null;
  }
}

/** The code where it is one that this version knows. */
export function readErrorCode(code: string | undefined): ProxxErrorCode | null {
  return PROXX_ERROR_CODES.find((known) => known === code) ?? null;
}
