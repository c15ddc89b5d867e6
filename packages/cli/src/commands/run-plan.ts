import { copyFile, rm } from "node:fs/promises";
import { dirname, join, resolve, basename } from "node:path";
import { fileURLToPath } from "node:url";
import { PlanValidationError, ProxxError, type Execution, type ExecutionProgress, type Issue } from "@proxx/contract";
import { nameTakenBy, publishFile } from "@proxx/media";
import { abortOnSignals } from "../abort-on-signals.ts";
import { readEnvironment } from "../environment.ts";
import { EXIT_CODE, exitCodeOfExecution, type ExitCode } from "../exit-code.ts";
import { formatIssues } from "../format-issues.ts";
import { createLog, type Log } from "../log.ts";
import { openPlan, type PlanOptions } from "../open-plan.ts";
import { createPlanProgress, type PlanProgressMode } from "../progress/plan-progress.ts";
import { writeStdout } from "../write-stdout.ts";

export interface RunPlanOptions extends PlanOptions {
  output?: string;
  progress: "auto" | PlanProgressMode;
}

/** Runs a plan; stdout is the execution, or what is wrong with the plan. */
export async function runPlan(file: string, options: RunPlanOptions): Promise<ExitCode> {
  const mode = options.progress === "auto" ? (process.stderr.isTTY ? "bar" : "none") : options.progress;
  const progress = createPlanProgress(mode, process.stderr);
  const log = createLog(readEnvironment().logLevel, { json: mode === "json", write: progress.writeAbove });
  const outputPath = options.output === undefined ? null : resolve(options.output);
  if (outputPath !== null) await requireFreeName(outputPath);

  using signals = abortOnSignals();
  const listener = (told: ExecutionProgress) => progress.show(told);
  const { local, plan, issues, start } = await openPlan(file, options, listener);
  try {
    if (issues.length > 0) return await refuse(issues, log);
    const running = await local.engine.start(plan, { ...start, signal: signals.signal });
    const execution = await running.finished;
    progress.clear();
    report(execution, log);
    if (execution.status === "completed" && outputPath !== null) await writeResult(execution, outputPath, log);
    await writeStdout(`${JSON.stringify(execution, null, 2)}\n`);
    return exitCodeOfExecution(execution);
  } catch (error) {
    progress.clear();
    if (!(error instanceof PlanValidationError)) throw error;
    return await refuse(error.issues, log);
  } finally {
    await local.close();
  }
}

async function refuse(issues: readonly Issue[], log: Log): Promise<ExitCode> {
  log.error(`The plan is not valid.\n${formatIssues(issues, process.stderr)}`.trimEnd());
  await writeStdout(`${JSON.stringify({ valid: false, issues }, null, 2)}\n`);
  return EXIT_CODE.validation;
}

function report(execution: Execution, log: Log): void {
  for (const { jobId, message, hint } of execution.degradations) log.warn(`${jobId}: ${message} ${hint}`);
  for (const { id, status, error } of execution.jobs) {
    if (status === "failed" && error !== null) log.error(`${id} failed: ${error.message} ${error.hint}`);
    if (status === "skipped") log.warn(`${id} was skipped: ${error?.message ?? "a job before it failed"}`);
  }
  const reused = execution.jobs.filter((job) => job.reused).length;
  log.info(`${execution.id} ${execution.status}: ${execution.totalJobs} jobs, ${reused} reused`);
}

// Before anything runs: a film that was made for an hour has to have somewhere to go.
async function requireFreeName(path: string): Promise<void> {
  let taken: string | null;
  try {
    taken = await nameTakenBy(path);
  } catch (cause) {
    throw new ProxxError("folder_unusable", `The folder of ${JSON.stringify(path)} cannot be read.`, {
      hint: "Make the folder, or name another.",
      cause,
    });
  }
  if (taken === null) return;
  throw new ProxxError("output_exists", `${JSON.stringify(join(dirname(path), taken))} exists already.`, {
    hint: "Proxx overwrites nothing: name another file, or move this one away.",
  });
}

async function writeResult(execution: Execution, path: string, log: Log): Promise<void> {
  const { result } = execution;
  if (result === null) return log.warn("There is no result to be written: the plan ends without a file.");
  const working = join(dirname(path), `.${basename(path)}.${execution.id}.partial`);
  try {
    await copyFile(fileURLToPath(result.url), working);
    await publishFile(working, path);
  } finally {
    await rm(working, { force: true });
  }
  log.info(`wrote ${path}`);
}
