import { ProxxError, type FailureReason } from "@proxx/contract";

/** How a clip failed: the contract's reason, a code for programs, a sentence for people. */
export class ClipFailure extends Error {
  readonly reason: FailureReason;
  readonly code: string;
  /** The encoder's last lines, where they may tell more. */
  readonly stderrTail: string[] | null;

  constructor(
    reason: FailureReason,
    code: string,
    detail: string,
    { stderrTail = null, cause }: { stderrTail?: string[] | null; cause?: unknown } = {},
  ) {
    super(detail, { cause });
    this.name = "ClipFailure";
    this.reason = reason;
    this.code = code;
    this.stderrTail = stderrTail;
  }
}

export function interrupted(stderrTail: string[] | null = null): ClipFailure {
  const detail = "The job was interrupted; what was encoded of the clip is incomplete.";
  return new ClipFailure("interrupted", "aborted", detail, { stderrTail });
}

/** What can go wrong in the world while a clip is made, as its failure. Whatever else was thrown is thrown on. */
export function failureOf(error: unknown, signal: AbortSignal | undefined): ClipFailure {
  if (error instanceof ClipFailure) return error;
  if (signal?.aborted || (error instanceof ProxxError && error.code === "aborted")) return interrupted();
  const failure = (code: string, detail: string) => new ClipFailure("execution_error", code, detail, { cause: error });
  if (error instanceof ProxxError) return failure(error.code, `${error.message} ${error.hint}`);
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return failure("disk_full", `The disk is full: ${message}`);
    case "ENOENT":
    case "EACCES":
    case "EROFS":
    case "EPERM":
    case "EIO":
      return failure("output_folder_lost", `The output folder cannot be written to any more: ${message}`);
    default:
      throw error;
  }
}
