import type { Execution, JobResult, ProxxError } from "@proxx/contract";

/** What `proxx` ends with; the only place that knows the numbers. */
export const EXIT_CODE = {
  success: 0,
  validation: 1,
  execution: 2,
  partial: 3,
  /** The spec cannot be read, the disk filled up, the result cannot be written, or a fault of Proxx itself. */
  system: 4,
  /** `EX_USAGE` of sysexits.h. */
  usage: 64,
} as const;

export type ExitCode = (typeof EXIT_CODE)[keyof typeof EXIT_CODE];

/** Takes what a command ends with. */
export type SetExitCode = (code: Promise<ExitCode>) => Promise<void>;

const SYSTEM_FAILURES = ["disk_full", "output_folder_lost"];

export function exitCodeOf(result: JobResult): ExitCode {
  if (result.validation_issues.length > 0) return EXIT_CODE.validation;
  if (result.clips.some((clip) => clip.failure_code !== null && SYSTEM_FAILURES.includes(clip.failure_code))) {
    return EXIT_CODE.system;
  }
  if (result.status === "PARTIAL") return EXIT_CODE.partial;
  return result.status === "FAILED" ? EXIT_CODE.execution : EXIT_CODE.success;
}

export function exitCodeOfExecution({ status, error, jobs }: Execution): ExitCode {
  if (status === "completed") return EXIT_CODE.success;
  if (error !== null && SYSTEM_FAILURES.includes(error.code)) return EXIT_CODE.system;
  return jobs.some((job) => job.status === "completed") ? EXIT_CODE.partial : EXIT_CODE.execution;
}

/** What is wrong with what was given, found before anything is made of it. */
const REFUSALS = [
  "invalid_document",
  "media_unsupported",
  "output_exists",
  "source_forbidden",
  "source_missing",
  "text_missing",
  "tool_missing",
];

export function exitCodeOfMovieFailure({ code }: ProxxError, { isPartlyDone }: { isPartlyDone: boolean }): ExitCode {
  if ([...SYSTEM_FAILURES, "document_unreadable", "folder_unusable"].includes(code)) return EXIT_CODE.system;
  if (isPartlyDone) return EXIT_CODE.partial;
  return REFUSALS.includes(code) ? EXIT_CODE.validation : EXIT_CODE.execution;
}
