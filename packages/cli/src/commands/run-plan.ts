import { join, resolve } from "node:path";
import { PlanValidationError, ProxxError, type Execution } from "@proxx/contract";
import { abortOnSignals } from "../input/abort-on-signals.ts";
import { describeExecution } from "../output/describe-execution.ts";
import { readEnvironment } from "../input/environment.ts";
import { exitCodeOfExecution, type ExitCode } from "../exit-code.ts";
import { openPlan, type PlanOptions } from "../plan/open-plan.ts";
import { findOutputIssues, writeOutput } from "../plan/plan-output.ts";
import { openEventReaders } from "../plan/event-readers.ts";
import { createPlanProgress, type PlanProgressMode } from "../progress/plan-progress.ts";
import { refusePlan } from "../output/refuse-plan.ts";
import { tellRemark } from "../output/tell-remark.ts";
import { writeStdout } from "../output/write-stdout.ts";

export interface RunPlanOptions extends PlanOptions {
  output?: string;
  trace?: string;
  progress: "auto" | PlanProgressMode;
}

/** Runs a plan; stdout is the execution, or what is wrong with the plan. */
export async function runPlan(file: string, options: RunPlanOptions): Promise<ExitCode> {
  const isTerminal = process.stderr.isTTY;
  const mode = options.progress === "auto" ? (isTerminal ? "bar" : "none") : options.progress;
  const progress = createPlanProgress(mode, process.stderr);
  const form = mode === "json" ? "json" : isTerminal ? "terminal" : "log";
  const refuse = refusePlan({ stdout: "json", stderr: form });

  const output = options.output ?? null;
  const trace = options.trace === undefined ? null : resolve(options.trace);
  const outputIssues = [
    ...(output === null ? [] : await findOutputIssues(resolve(output))),
    ...(trace === null ? [] : await findOutputIssues(trace, "--trace")),
  ];
  if (outputIssues.length > 0) return await refuse(outputIssues);

  using signals = abortOnSignals();
  const readers = openEventReaders(trace, { json: form === "json", write: (line) => progress.writeAbove(line) });
  const { runtime, plan, issues, start } = await openPlan(file, options, {
    onEvent: readers.onEvent ?? undefined,
    onProgress: (told) => progress.show(told),
  });
  try {
    if (issues.length > 0) return await refuse(issues);
    const running = await runtime.engine.start(plan, { ...start, signal: signals.signal });
    const execution = await running.finished;
    progress.clear();
    try {
      if (output !== null) await writeResult(execution, resolve(output), signals.signal);
    } finally {
      // Whatever became of the file, the execution is what it is. On a terminal the last lines are what is read.
      await writeStdout(`${JSON.stringify(execution, null, 2)}\n`);
    }
    for (const remark of describeExecution(execution, output)) tellRemark(remark, form, readEnvironment().logLevel);
    if (start.keepWorkIn !== undefined) {
      const text = `what the jobs worked with is in ${join(start.keepWorkIn, execution.id)}`;
      tellRemark({ level: "info", text }, form, readEnvironment().logLevel);
    }
    return exitCodeOfExecution(execution);
  } catch (error) {
    progress.clear();
    if (!(error instanceof PlanValidationError)) throw error;
    return await refuse(error.issues);
  } finally {
    await runtime.close();
    await readers.close();
  }
}

async function writeResult({ id, status, result }: Execution, path: string, signal: AbortSignal): Promise<void> {
  if (status !== "completed") return;
  if (result !== null) return await writeOutput({ id, result }, path, signal);
  throw new ProxxError("publish_failed", "There is nothing to be written: the plan ends without a file.", {
    hint: "What it knows stands in the execution on stdout; leave `-o` out.",
  });
}
