import type { Issue } from "./issue.ts";
import type { JobResult } from "../job-spec/job-result.ts";

export const PROXX_ERROR_CODES = [
  "aborted",
  "artifact_lost",
  "base_failed",
  "base_not_found",
  "database_unreachable",
  "database_unusable",
  "dependency_failed",
  "disk_full",
  "document_unreadable",
  "execution_failed",
  "execution_not_found",
  "folder_locked",
  "folder_lost",
  "folder_unusable",
  "glyph_missing",
  "input_unusable",
  "internal",
  "invalid_document",
  "job_timeout",
  "media_unsupported",
  "output_exists",
  "output_folder_lost",
  "probe_failed",
  "provider_failed",
  "provider_key_missing",
  "provider_key_refused",
  "provider_rate_limited",
  "provider_refused",
  "provider_timeout",
  "provider_unavailable",
  "publish_failed",
  "resolve_failed",
  "resolve_unavailable",
  "result_expired",
  "result_unusable",
  "server_refused",
  "server_unreachable",
  "source_changed",
  "source_damaged",
  "source_forbidden",
  "source_missing",
  "source_too_large",
  "source_unreachable",
  "store_refused",
  "store_unavailable",
  "text_missing",
  "text_too_long",
  "tool_failed",
  "tool_missing",
  "tool_stalled",
  "tool_timeout",
  "webhook_invalid",
  "webhook_undelivered",
  "worker_lost",
] as const;

export type ProxxErrorCode = (typeof PROXX_ERROR_CODES)[number];

/** Marks an error of Proxx whichever copy of it made the error: a provider's package, and a bundle, bring one of their own. */
const MARK = Symbol.for("proxx.error");

/** What can go wrong in the world, said so that a program can branch on it and a person can act on it. */
export class ProxxError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (this !== ProxxError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === "object" && value !== null && MARK in value;
  }

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

  get [MARK](): true {
    return true;
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
