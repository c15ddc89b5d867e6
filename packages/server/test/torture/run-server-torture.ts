import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "@proxx/testing/create-random";
import type { Scenario } from "./scenario.ts";
import { killWorkers } from "./scenarios/kill-workers.ts";
import { stopPostgres } from "./scenarios/stop-postgres.ts";
import { stopWorkers } from "./scenarios/stop-worker.ts";
import { raceBases } from "./scenarios/base-race.ts";
import { killJobSpecs } from "./scenarios/kill-job-specs.ts";
import { killPaidRuns } from "./scenarios/kill-paid-run.ts";
import { killServer } from "./scenarios/kill-server.ts";
import { killStart } from "./scenarios/kill-start.ts";
import { crowdHome } from "./scenarios/many-writers.ts";
import { runGraphs } from "./scenarios/random-graphs.ts";
import { sendTheSame } from "./scenarios/same-key.ts";
import { SERVER_FIGURES, type ServerFigure, type ServerViolation } from "./server-figures.ts";

/** How often each takes place in a hundred rounds. */
const SCENARIOS = {
  "kill the server": { scenario: killServer, inHundred: 100 },
  "kill the first start": { scenario: killStart, inHundred: 30 },
  "kill workers on Postgres": { scenario: killWorkers, inHundred: 100 },
  "stop workers on Postgres": { scenario: stopWorkers, inHundred: 50 },
  "stop Postgres": { scenario: stopPostgres, inHundred: 1000 },
  "crowd a home": { scenario: crowdHome, inHundred: 50 },
  "run graphs": { scenario: runGraphs, inHundred: 10_000 },
  "end a base": { scenario: raceBases, inHundred: 2000 },
  "send the same": { scenario: sendTheSame, inHundred: 200 },
  "kill a paid run": { scenario: killPaidRuns, inHundred: 200 },
  "kill JobSpecs on Postgres": { scenario: killJobSpecs, inHundred: 100 },
} as const satisfies Record<string, { scenario: Scenario; inHundred: number }>;

export type ScenarioName = keyof typeof SCENARIOS;
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as ScenarioName[];

export interface ServerTortureOptions {
  rounds: number;
  seed: number;
  /** @default all */
  only?: readonly ScenarioName[];
  /** Where executions are kept in the scenarios that do not say. @default SQLite */
  databaseUrl?: string;
  onStep?: (scenario: ScenarioName, done: number, times: number) => void;
}

interface ScenarioReport {
  scenario: ScenarioName;
  seconds: number;
  counts: Record<string, number>;
  /** Milliseconds. */
  times: Record<string, { p50: number; p95: number; max: number }>;
  violations: ServerViolation[];
}

export interface ServerTortureReport {
  rounds: number;
  seed: number;
  seconds: number;
  scenarios: ScenarioReport[];
  /** Each must be 0. */
  figures: Record<ServerFigure, number>;
  /** The scenarios that violated something, with the folder that was kept. */
  violated: { scenario: ScenarioName; folder: string }[];
}

/** Does to servers what happens to servers, and counts what was lost. */
export async function runServerTorture(options: ServerTortureOptions): Promise<ServerTortureReport> {
  const { rounds, seed, only = SCENARIO_NAMES, databaseUrl, onStep } = options;
  const base = realpathSync(mkdtempSync(join(tmpdir(), "proxx-torture-")));
  const figures = Object.fromEntries(Object.keys(SERVER_FIGURES).map((figure) => [figure, 0]));
  const report: ServerTortureReport = {
    rounds,
    seed,
    seconds: 0,
    scenarios: [],
    figures: figures as Record<ServerFigure, number>,
    violated: [],
  };
  const started = performance.now();
  for (const [index, name] of only.entries()) {
    const { scenario, inHundred } = SCENARIOS[name];
    const times = Math.max(1, Math.round((inHundred * rounds) / 100));
    const folder = join(base, String(index));
    mkdirSync(folder);
    const begun = performance.now();
    const environment: Record<string, string> = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl };
    const stage = {
      folder,
      environment,
      times,
      random: createRandom(seed),
      onStep: (done: number) => onStep?.(name, done, times),
    };
    const outcome = await scenario(stage);
    const spreads = Object.entries(outcome.times).map(([what, values]) => [what, spreadOf(values)] as const);
    report.scenarios.push({
      scenario: name,
      seconds: secondsSince(begun),
      ...outcome,
      times: Object.fromEntries(spreads),
    });
    for (const { figure } of outcome.violations) report.figures[figure]++;
    if (outcome.violations.length > 0) report.violated.push({ scenario: name, folder });
    else rmSync(folder, { recursive: true });
  }
  if (report.violated.length === 0) rmSync(base, { recursive: true });
  report.seconds = secondsSince(started);
  return report;
}

export function describeServerReport(report: ServerTortureReport): string {
  const lines = [`${report.rounds} rounds, seed ${report.seed}, ${report.seconds} s`, ""];
  for (const { scenario, seconds, counts, times } of report.scenarios) {
    const parts = [
      ...Object.entries(counts).map(([what, count]) => `${count} ${what}`),
      ...Object.entries(times).map(
        ([what, { p50, p95, max }]) => `${what} p50 ${p50} ms, p95 ${p95} ms, longest ${max} ms`,
      ),
    ];
    lines.push(`${scenario}: ${parts.join(", ")} (${seconds} s)`);
  }
  lines.push("");
  for (const [figure, words] of Object.entries(SERVER_FIGURES)) {
    lines.push(`${String(report.figures[figure as ServerFigure]).padStart(5)}  ${words}`);
  }
  for (const { scenario, folder } of report.violated) {
    const again = `npm run torture -- server --only "${scenario}" --rounds ${report.rounds} --seed ${report.seed}`;
    lines.push("", `${scenario}: again with \`${again}\`; its folder is ${folder}`);
    const found = report.scenarios.find((one) => one.scenario === scenario)?.violations ?? [];
    lines.push(...found.slice(0, 20).map(({ figure, detail }) => `  ✗ ${SERVER_FIGURES[figure]}: ${detail}`));
  }
  return `${lines.join("\n")}\n`;
}

function spreadOf(values: readonly number[]): { p50: number; p95: number; max: number } {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

function secondsSince(started: number): number {
  return Math.round((performance.now() - started) / 100) / 10;
}
