import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TRANSITIONS } from "../../src/index.ts";
import { FIGURES, type Figure } from "./figures.ts";
import { runRound, type RoundOutcome } from "./run-round.ts";

export interface TortureOptions {
  rounds: number;
  /** Round n has this seed plus n: any of them can be run again alone. */
  seed: number;
  /** @default 2 */
  atATime?: number;
  onRound?: (outcome: RoundOutcome, done: number) => void;
}

export interface TortureReport {
  rounds: number;
  seed: number;
  seconds: number;
  specs: number;
  kills: number;
  disk_faults: number;
  recovered: number;
  /** How often a runner was killed at each transition. */
  kills_at: Record<string, number>;
  /** Each must be 0. */
  figures: Record<Figure, number>;
  /** Rounds that violated something, with the folder that was kept. */
  violated: (RoundOutcome & { folder: string })[];
}

/** Runs the fault suite of the watch folder. Folders of rounds that went well are removed. */
export async function runTorture({ rounds, seed, atATime = 2, onRound }: TortureOptions): Promise<TortureReport> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "proxx-torture-")));
  const started = performance.now();
  const report: TortureReport = {
    rounds,
    seed,
    seconds: 0,
    specs: 0,
    kills: 0,
    disk_faults: 0,
    recovered: 0,
    kills_at: Object.fromEntries(TRANSITIONS.map((name) => [name, 0])),
    figures: Object.fromEntries(Object.keys(FIGURES).map((figure) => [figure, 0])) as Record<Figure, number>,
    violated: [],
  };
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    while (next < rounds) {
      const roundSeed = seed + next++;
      const folder = join(base, String(roundSeed));
      const outcome = await runRound(roundSeed, folder, join(base, "tools.json"));
      report.specs += outcome.specs;
      report.kills += outcome.kills;
      report.disk_faults += outcome.diskFaults;
      report.recovered += outcome.recovered;
      for (const name of outcome.transitions) report.kills_at[name] = (report.kills_at[name] ?? 0) + 1;
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
