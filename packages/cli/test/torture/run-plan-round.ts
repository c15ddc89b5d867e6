import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createRandom } from "@proxx/testing/create-random";
import { describeCancellation, planCancellation, type Cancellation, type CancellationKind } from "./cancellation.ts";
import { DEATH_LIMIT_MS, runAndCancel, type CancelledRun, type PlanRunOptions } from "./cancelled-run.ts";
import { findHalfArtifacts, finishedJobs, workLeft } from "./check-home.ts";
import type { PlanViolation } from "./plan-figures.ts";

export interface PlanRoundOutcome {
  seed: number;
  kind: CancellationKind;
  /** What became of the run that was to be cancelled. */
  ending: "cancelled" | "killed" | "done before";
  /** Jobs that were done when it came. */
  kept: number;
  deathMs: number;
  /** What was done, in words, for whoever looks into a violation. */
  story: string[];
  violations: PlanViolation[];
}

/**
 * One round: a film of three scenes is begun in a home of its own and cancelled, in one of five ways at one of many moments;
 * then it is run to its end. The seed decides all but the machine's timing.
 */
export async function runPlanRound(seed: number, folder: string, toolCacheFile: string): Promise<PlanRoundOutcome> {
  const random = createRandom(seed);
  const home = join(folder, "home");
  mkdirSync(folder);
  const jobs = film(seed, random);
  const planFile = join(folder, "film.plan.json");
  const options = { planFile, home, toolCacheFile, keepIntermediates: random() < 0.3 };
  // Beside it sometimes what would not end within the round: it ends because it is told to, or not at all.
  const isEndless = random() < 0.5;
  const cancellation = planCancellation(seed, random);
  const violations: PlanViolation[] = [];
  const report = (figure: PlanViolation["figure"], details: readonly string[]) =>
    void violations.push(...details.map((detail) => ({ figure, detail })));

  const first = {
    ...options,
    name: `${folder} 1`,
    plan: isEndless ? { jobs: [...jobs, ENDLESS], outputs: { film: "$captioned" } } : { jobs },
  };
  const run = await runAndCancel(first, cancellation, () => {
    // The engine's own folder goes when it is closed, those of its executions before.
    report(
      "workFolders",
      workLeft(home).filter((path) => path.includes("exec_")),
    );
  });
  report("outlived", run.outlived);
  if (cancellation.kind !== "SIGKILL") report("workFolders", workLeft(home));
  report("wrongEnding", faultsOf(run, cancellation));
  violations.push(...findHalfArtifacts(home));
  const kept = finishedJobs(home);
  const told = run.execution?.jobs.filter(({ status, outputs }) => status === "completed" && outputs.length > 0) ?? [];
  report(
    "lost",
    told.flatMap(({ id }) => (kept.includes(id) ? [] : [`${id} was done and is not noted as made`])),
  );

  const again = await runToTheEnd({ ...options, name: `${folder} 2`, plan: { jobs } });
  if (again.code !== 0 || again.execution?.status !== "completed") {
    report("unfinished", [`exit code ${again.code}: ${again.stderr.slice(-500)}`]);
  }
  for (const { id, reused } of again.execution?.jobs ?? []) {
    if (kept.includes(id) && !reused) report("lost", [`${id} was made again`]);
  }
  report("workFolders", workLeft(home));
  violations.push(...findHalfArtifacts(home));
  const ending = endingOf(run);
  const story = [
    `${describeCancellation(cancellation)}${isEndless ? ", endless" : ""}${options.keepIntermediates ? ", every job a file" : ""}: ${ending}, dead after ${Math.round(run.deathMs)} ms, done: ${kept.join(", ") || "nothing"}`,
  ];
  return { seed, ending, story, violations, kind: cancellation.kind, kept: kept.length, deathMs: run.deathMs };
}

/** Small, and of several kinds of work: drawn, encoded, joined, captioned. */
function film(seed: number, random: () => number): object[] {
  const scenes = [1, 2, 3].map((number) => ({
    id: `scene${number}`,
    type: "generate",
    params: {
      prompt: `Round ${seed}, scene ${number}`,
      resolution: "480p",
      fps: 10,
      duration: 0.3 + Math.round(random() * 4) / 10,
    },
  }));
  const items = scenes.map(({ id }) => `$${id}`);
  const captions = [{ text: "One. Two. Three.", start: 0, end: 0.6 }];
  return [
    ...scenes,
    { id: "film", type: "merge", params: { items, transition: { type: "crossfade", duration: 0.1 } } },
    { id: "captioned", type: "captions", params: { video: "$film", captions } },
  ];
}

/** The last one: the others would be drawn with other shot numbers when it is gone. */
const ENDLESS = {
  id: "endless",
  type: "generate",
  params: { prompt: "A long way", duration: 600, resolution: "480p", fps: 60 },
};

function runToTheEnd(options: PlanRunOptions): Promise<CancelledRun> {
  return runAndCancel(options, { kind: "SIGTERM", atProgress: Infinity, delayMs: 0 }, () => {});
}

function endingOf({ execution, signal, struck }: CancelledRun): PlanRoundOutcome["ending"] {
  if (!struck || execution?.status === "completed") return "done before";
  return signal === null ? "cancelled" : "killed";
}

/** What is wrong with how a run ended. */
function faultsOf(run: CancelledRun, { kind }: Cancellation): string[] {
  const { execution, code, signal, struck, deathMs } = run;
  const faults: string[] = [];
  if (deathMs > DEATH_LIMIT_MS) faults.push(`it took ${Math.round(deathMs)} ms to end`);
  if (kind === "SIGKILL" && struck) return faults;
  if (signal !== null) {
    // A signal that comes before there is anybody to hear it, or when all is said: it has to find a clean home.
    return [...faults, ...(signal === kind ? [] : [`it died of ${signal}: ${run.stderr.slice(-300)}`])];
  }
  if (execution === null) return [...faults, `it ended without a document: ${run.stderr.slice(-300)}`];
  const { status, jobs } = execution;
  if (status !== "completed" && status !== "cancelled") faults.push(`it is ${status}: ${execution.error?.message}`);
  if (jobs.some((job) => job.status === "pending" || job.status === "processing")) faults.push("a job has not ended");
  const isProgram = kind === "cancel" || kind === "abort-signal";
  const partly = jobs.some((job) => job.status === "completed") ? 3 : 2;
  const expected = isProgram || status === "completed" ? 0 : partly;
  if (code !== expected) faults.push(`exit code ${code} in place of ${expected}: ${run.stderr.slice(-300)}`);
  return faults;
}
