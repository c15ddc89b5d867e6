import {
  errorMessage,
  JobSpecValidationError,
  ProxxError,
  type Issue,
  type JobProgress,
  type JobResult,
} from "@proxx/contract";
import { createResultFrame, executeJobSpec } from "@proxx/transcode";
import { abortOnSignals } from "../input/abort-on-signals.ts";
import { readEnvironment } from "../input/environment.ts";
import { EXIT_CODE, exitCodeOf, type ExitCode } from "../exit-code.ts";
import { formatIssues } from "../output/format-issues.ts";
import { createLog, type Log } from "../output/log.ts";
import { createProgressBar } from "../progress/progress-bar.ts";
import { createPlainProgress } from "../progress/plain-progress.ts";
import { readDocument, type ReadDocument } from "../input/read-document.ts";
import type { EarlyProbes } from "../input/start-probing.ts";
import { writeStdout } from "../output/write-stdout.ts";

export interface RunOptions {
  progress: "auto" | "plain" | "json" | "none";
  verify: "ends" | "full";
  stallSeconds: number;
}

/** Prints exactly one JobResult on stdout, whatever happens. */
export async function run(file: string, options: RunOptions, early: EarlyProbes): Promise<ExitCode> {
  const { logLevel, toolCacheFile } = readEnvironment();
  const mode = options.progress === "auto" ? (process.stderr.isTTY ? "bar" : "none") : options.progress;
  const bar = mode === "bar" ? createProgressBar(process.stderr) : null;
  const log = createLog(logLevel, { json: mode === "json", ...(bar && { write: bar.writeAbove }) });
  const showProgress = createListener(mode, bar);

  let document: ReadDocument;
  try {
    document = await readDocument(file);
  } catch (error) {
    if (!(error instanceof ProxxError)) throw error;
    const issue = { path: "$", code: error.code, message: error.message, hint: error.hint };
    await printResult(refuse({ path: file }, [issue]), log, [issue]);
    return EXIT_CODE.system;
  }
  if (document.issues.length > 0) {
    await printResult(refuse(document, document.issues), log, document.issues);
    return EXIT_CODE.validation;
  }

  using signals = abortOnSignals();
  signals.signal.addEventListener("abort", early.stop, { once: true });
  let result: JobResult;
  let fault: unknown = null;
  try {
    result = await executeJobSpec(document.value, {
      baseDirectory: document.folder,
      jobSpecPath: document.path,
      toolCacheFile,
      verify: options.verify,
      stallSeconds: options.stallSeconds,
      signal: signals.signal,
      probes: early.probes,
      onProgress: (progress) => {
        logProgress(progress, log);
        showProgress(progress);
      },
    });
  } catch (error) {
    if (error instanceof JobSpecValidationError) result = error.result ?? refuse(document, error.issues);
    else {
      // The caller still gets its one document, and stderr the reason.
      fault = error;
      const message = errorMessage(error);
      const hint = "A fault of Proxx or of the machine; PROXX_LOG_LEVEL=debug shows where.";
      result = refuse(document, [{ path: "$", code: "internal", message, hint }]);
    }
  }
  bar?.clear();
  await printResult(result, log, result.validation_issues);
  if (fault !== null) throw fault;
  return exitCodeOf(result);
}

/** `proxx run` called wrongly: its stdout is a JobResult in this case too. */
export async function printUsageResult(message: string): Promise<void> {
  const issue = {
    path: "$",
    code: "usage",
    message: message.replace(/^error: /, ""),
    hint: "`proxx run --help` shows an example.",
  };
  await writeStdout(`${JSON.stringify(refuse({}, [issue]), null, 2)}\n`);
}

/** The result of a job that is not run, as much as is known of its document. */
function refuse({ value, path, folder }: Partial<ReadDocument>, issues: readonly Issue[]): JobResult {
  return createResultFrame(value, { jobSpecPath: path, baseDirectory: folder }).rejected(issues);
}

async function printResult(result: JobResult, log: Log, issues: readonly Issue[]): Promise<void> {
  if (issues.length > 0) log.error(`The JobSpec is not valid.\n${formatIssues(issues, process.stderr)}`.trimEnd());
  else log.info(`job ${result.job_id ?? "?"} ${result.status} after ${result.duration_seconds.toFixed(1)} s`);
  await writeStdout(`${JSON.stringify(result, null, 2)}\n`);
}

function createListener(mode: "bar" | "plain" | "json" | "none", bar: ReturnType<typeof createProgressBar> | null) {
  if (mode === "json") return (progress: JobProgress) => void process.stderr.write(`${JSON.stringify(progress)}\n`);
  if (mode === "plain") return createPlainProgress((line) => process.stderr.write(line));
  return bar === null ? () => {} : bar.show;
}

function logProgress(progress: JobProgress, log: Log): void {
  if (progress.type === "job-validated") {
    log.info(`job ${progress.jobId}: ${progress.totalClips} clip(s) with ${progress.engine}, ${progress.fingerprint}`);
  } else if (progress.type === "clip-started")
    log.debug(`clip ${progress.clip}: ${progress.sourcePath} → ${progress.outputPath}`);
  else if (progress.type === "clip-finished") {
    if (progress.status === "COMPLETED") log.info(`clip ${progress.clip} done: ${progress.outputPath}`);
    else if (progress.status === "FAILED") log.error(`clip ${progress.clip} failed: ${progress.failure}`);
    else log.warn(`clip ${progress.clip} skipped: ${progress.sourcePath}`);
  }
}
