import type { Issue } from "./issue.ts";
import type { JobResult } from "./job-result.ts";

export const PROXX_ERROR_CODES = [
  "aborted",
  "disk_full",
  "document_unreadable",
  "folder_locked",
  "folder_lost",
  "folder_unusable",
  "internal",
  "invalid_document",
  "output_exists",
  "output_folder_lost",
  "probe_failed",
  "publish_failed",
  "resolve_failed",
  "resolve_unavailable",
  "tool_failed",
  "tool_missing",
  "tool_stalled",
  "tool_timeout",
] as const;

export type ProxxErrorCode = (typeof PROXX_ERROR_CODES)[number];

/** What can go wrong in the world, said so that a program can branch on it and a person can act on it. */
export class ProxxError extends Error {
  override readonly name: string = "ProxxError";
  readonly code: ProxxErrorCode;
  readonly hint: string;
  readonly retryable: boolean;

  constructor(code: ProxxErrorCode, message: string, options: { hint: string; retryable?: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.retryable = options.retryable ?? false;
  }
}

/** A JobSpec that cannot be run. `issues` names everything that is wrong with it, not only the first. */
export class JobSpecValidationError extends ProxxError {
  override readonly name = "JobSpecValidationError";
  readonly issues: readonly Issue[];
  /** The result document of the refused job; null when there was no job yet to speak of. */
  readonly result: JobResult | null;

  constructor(issues: readonly Issue[], result: JobResult | null = null) {
    super("invalid_document", describeIssues(issues), {
      hint: "Mend each issue; `proxx validate` checks again without encoding.",
    });
    this.issues = issues;
    this.result = result;
  }
}

/** The issues as one text: the first in full, the number of the others. */
export function describeIssues(issues: readonly Issue[]): string {
  const [first] = issues;
  if (first === undefined) return "The JobSpec is not valid.";
  const others = issues.length - 1;
  const more = others === 0 ? "" : ` (and ${others} more ${others === 1 ? "issue" : "issues"})`;
  return `${first.path}: ${first.message}${more}`;
}
