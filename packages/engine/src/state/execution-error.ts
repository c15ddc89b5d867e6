import { errorMessage, ProxxError, type ExecutionError } from "@proxx/contract";

/** What was thrown, as a document tells it. */
export function describeError(error: unknown, about: { jobId: string | null; type?: string }): ExecutionError {
  const { code, message, hint, retryable } = asProxxError(error, about.type);
  return { code, message, hint, retryable, jobId: about.jobId };
}

/** Whatever was thrown, as one of ours. */
function asProxxError(error: unknown, type = "engine"): ProxxError {
  if (error instanceof ProxxError) return error;
  const message = errorMessage(error);
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new ProxxError("disk_full", message, {
      hint: "Free some space, then run the plan again; what was finished is reused.",
      retryable: true,
      cause: error,
    });
  }
  return new ProxxError("internal", `\`${type}\` failed: ${message}`, {
    hint: "This is a fault of Proxx, not of the plan; please report it.",
    cause: error,
  });
}
