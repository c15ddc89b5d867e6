import { styleText } from "node:util";
import { ProxxError, ScriptValidationError } from "@proxx/contract";
import type { MovieProgress, StepDegradation } from "@proxx/movie";
import { EXIT_CODE, exitCodeOfMovieFailure, type ExitCode } from "../exit-code.ts";
import { abortOnSignals } from "../input/abort-on-signals.ts";
import { readEnvironment } from "../input/environment.ts";
import { formatIssues } from "../output/format-issues.ts";
import { tellRemark } from "../output/tell-remark.ts";
import { writeStdout } from "../output/write-stdout.ts";
import { createPlanProgress, type PlanProgressMode } from "../progress/plan-progress.ts";
import { openMovie, type MovieOptions, type OpenMovie } from "./open-movie.ts";
import { WrongOption } from "./wrong-option.ts";

export interface MovieRun {
  movie: OpenMovie;
  signal: AbortSignal;
  tell: (progress: MovieProgress) => void;
}

/** What a command about movies prints: its result as JSON, and what was done in a lesser way. */
export interface MovieOutcome {
  result: object;
  degradations: readonly StepDegradation[];
  /** Said at the end to whoever looks on. */
  summary: string;
  /** Said before it. @default nothing */
  remarks?: readonly string[];
  /** Printed in place of the result, for somebody who reads. */
  text?: string;
  /** @default EXIT_CODE.success */
  exitCode?: ExitCode;
}

const STEPS = ["script", "audio", "slides", "video"];

/** Runs a command about movies: configuration, progress, signals, result on stdout, failures told with their exit code. */
export async function runMovieCommand(
  options: MovieOptions & { progress?: "auto" | PlanProgressMode },
  work: (run: MovieRun) => Promise<MovieOutcome>,
): Promise<ExitCode> {
  const { isTTY } = process.stderr;
  const { progress: wanted = "auto" } = options;
  const mode = wanted === "auto" ? (isTTY ? "bar" : "none") : wanted;
  const form = mode === "json" ? "json" : isTTY ? "terminal" : "log";
  const progress = createPlanProgress(mode, process.stderr, "step");
  const { logLevel } = readEnvironment();
  let reached = 0;
  let movie: OpenMovie | null = null;
  using signals = abortOnSignals();
  try {
    movie = await openMovie(options);
    const {
      result,
      degradations,
      summary,
      remarks = [],
      text,
      exitCode = EXIT_CODE.success,
    } = await work({
      movie,
      signal: signals.signal,
      tell: ({ percent, step, message, etaSeconds }) => {
        reached = STEPS.indexOf(step);
        progress.show({
          progress: percent,
          currentJob: step,
          message,
          completedJobs: reached,
          totalJobs: 4,
          etaSeconds,
        });
      },
    });
    progress.clear();
    await writeStdout(text ?? `${JSON.stringify(result, null, 2)}\n`);
    for (const { message, hint } of degradations) tellRemark({ level: "warn", text: message, hint }, form, logLevel);
    for (const text of [...remarks, summary]) tellRemark({ level: "info", text }, form, logLevel);
    return exitCode;
  } catch (error) {
    progress.clear();
    if (signals.signal.aborted) {
      tellRemark({ level: "error", text: "The movie was interrupted; what was made is kept." }, form, logLevel);
      return EXIT_CODE.execution;
    }
    if (!(error instanceof ProxxError)) throw error;
    if (error instanceof ScriptValidationError) process.stderr.write(formatIssues(error.issues, process.stderr));
    else {
      const mark = styleText("red", "✗", { stream: process.stderr });
      process.stderr.write(`${mark} ${error.message}\n  → ${error.hint}\n`);
    }
    if (error instanceof WrongOption) return EXIT_CODE.usage;
    return exitCodeOfMovieFailure(error, { isPartlyDone: reached > 0 });
  } finally {
    await movie?.studio.close();
  }
}
