import { errorMessage, ProxxError, ScriptValidationError, type ProxxErrorCode } from "@proxx/contract";
import { StepFailedError } from "./step-failed-error.ts";

/** Does the work of a step, or of a part of one. What fails and does not name its step is told with this name before it. */
export async function inStep<Result>(
  step: string,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    if (signal?.aborted === true || thrown instanceof StepFailedError || thrown instanceof ScriptValidationError) {
      throw thrown;
    }
    const error = asStepError(thrown);
    if (error.code === "aborted") throw error;
    const { code, message, hint, retryable } = error;
    throw new ProxxError(code, `${step}: ${message}`, { hint, retryable, cause: error });
  }
}

/** What was thrown, as one of ours: what a file system refuses is told with what a person can do about it. */
export function asStepError(thrown: unknown): ProxxError {
  if (thrown instanceof ProxxError) return thrown;
  const { code = "", path: from, dest: path = from } = thrown as NodeJS.ErrnoException & { dest?: string };
  const known = Object.hasOwn(REFUSALS, code) ? REFUSALS[code] : undefined;
  if (known === undefined) {
    return new ProxxError("internal", errorMessage(thrown), { hint: "This is a fault of Proxx.", cause: thrown });
  }
  const where = path === undefined ? "" : `: ${path}`;
  return new ProxxError(known.code, `${known.message}${where}.`, { hint: known.hint, cause: thrown });
}

interface Refusal {
  code: ProxxErrorCode;
  message: string;
  hint: string;
}

const FULL: Refusal = {
  code: "disk_full",
  message: "The disk is full",
  hint: "Make room where the movie's folder lies, and run it again: what was made is kept.",
};
const NOT_ALLOWED: Refusal = {
  code: "folder_unusable",
  message: "It may not be written there",
  hint: "Give another folder with `-o`, or let yourself write to this one.",
};
const NO_FOLDER: Refusal = {
  code: "folder_unusable",
  message: "A file stands where a folder is to be",
  hint: "Move it away, and run it again.",
};

const REFUSALS: Readonly<Record<string, Refusal>> = {
  ENOSPC: FULL,
  EDQUOT: { ...FULL, message: "There is no more room than this on the disk for this user" },
  EFBIG: { ...FULL, message: "A file may not be as large as this there" },
  EACCES: NOT_ALLOWED,
  EPERM: NOT_ALLOWED,
  EROFS: NOT_ALLOWED,
  ENOTDIR: NO_FOLDER,
  EEXIST: NO_FOLDER,
  EIO: {
    code: "folder_unusable",
    message: "The disk does not do what it is asked for",
    hint: "Look at the disk, or give another folder with `-o`.",
  },
};
