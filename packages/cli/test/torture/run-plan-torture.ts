import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PLAN_FIGURES, type PlanFigure } from "./plan-figures.ts";
import { runPlanRound, type PlanRoundOutcome } from "./run-plan-round.ts";

export interface PlanTortureOptions {
  rounds: number;
  /** Round n has this seed plus n: any of them can be run again alone. */
  seed: number;
  /** @default 2 */
  atATime?: number;
  onRound?: (outcome: PlanRoundOutcome, done: number) => void;
}

export interface PlanTortureReport {
  rounds: number;
  seed: number;
  seconds: number;
  /** How often each way of cancelling came in time. */
  cancelled: Record<string, number>;
  /** Runs that were done before it came. */
  done_before: number;
  /** Jobs that were done when it came, and were not made again. */
  kept_jobs: number;
  slowest_death_ms: number;
  /** Each must be 0. */
  figures: Record<PlanFigure, number>;
  /** Rounds that violated something, with the folder that was kept. */
  violated: (PlanRoundOutcome & { folder: string })[];
}

/** Cancels plans at random moments, and counts what was left or lost. Folders of rounds that went well are removed. */
export async function runPlanTorture(options: PlanTortureOptions): Promise<PlanTortureReport> {
  const { rounds, seed, atATime = 2, onRound } = options;
  const base = realpathSync(mkdtempSync(join(tmpdir(), "proxx-torture-")));
  const started = performance.now();
  const report: PlanTortureReport = {
    rounds,
    seed,
    seconds: 0,
    cancelled: {},
    done_before: 0,
    kept_jobs: 0,
    slowest_death_ms: 0,
    figures: Object.fromEntries(Object.keys(PLAN_FIGURES).map((figure) => [figure, 0])) as Record<PlanFigure, number>,
    violated: [],
  };
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    while (next < rounds) {
      const roundSeed = seed + next++;
      const folder = join(base, String(roundSeed));
      const outcome = await runPlanRound(roundSeed, folder, join(base, "proxx", "tools.json"));
      if (outcome.ending === "done before") report.done_before++;
      else report.cancelled[outcome.kind] = (report.cancelled[outcome.kind] ?? 0) + 1;
      report.kept_jobs += outcome.kept;
      report.slowest_death_ms = Math.max(report.slowest_death_ms, Math.round(outcome.deathMs));
      for (const { figure } of outcome.violations) report.figures[figure]++;
      if (outcome.violations.length > 0) report.violated.push({ ...outcome, folder });
      else rmSync(folder, { recursive: true });
      onRound?.(outcome, ++done);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atATime, rounds) }, work));
  if (report.violated.length === 0) rmSync(base, { recursive: true });
  report.seconds = Math.round((performance.now() - started) / 100) / 10;
  return report;
}

/** The figures in words, and for each round that violated something how to run it again. */
export function describePlanReport(report: PlanTortureReport): string {
  const { rounds, seed, seconds, cancelled, done_before, kept_jobs, slowest_death_ms } = report;
  const kinds = Object.entries(cancelled).map(([kind, count]) => `${kind} ${count}`);
  const lines = [
    `${rounds} rounds, seed ${seed}, ${seconds} s: ${kept_jobs} jobs kept, ${done_before} done before, slowest death ${slowest_death_ms} ms`,
    `cancelled by: ${kinds.join(", ")}`,
    "",
    ...Object.entries(PLAN_FIGURES).map(
      ([figure, words]) => `${String(report.figures[figure as PlanFigure]).padStart(5)}  ${words}`,
    ),
  ];
  for (const { seed, folder, story, violations } of report.violated) {
    lines.push(
      "",
      `round ${seed}: again with \`npm run torture -- plan --rounds 1 --seed ${seed}\`; its folder is ${folder}`,
      ...story.map((line) => `    ${line}`),
      ...violations.map(({ figure, detail }) => `  ✗ ${PLAN_FIGURES[figure]}: ${detail}`),
    );
  }
  return `${lines.join("\n")}\n`;
}
