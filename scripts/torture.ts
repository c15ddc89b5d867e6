// `npm run torture -- watch|plan|server|movie [--rounds N] [--seed S] [--only SCENARIO] [--json]`: ends what must not lose
// anything, and counts what was lost.
import { parseArgs } from "node:util";
import {
  describeMovieReport,
  MOVIE_SCENARIOS,
  runMovieTorture,
} from "../packages/cli/test/movie-torture/run-movie-torture.ts";
import { describePlanReport, runPlanTorture } from "../packages/cli/test/torture/run-plan-torture.ts";
import {
  describeServerReport,
  runServerTorture,
  SCENARIO_NAMES,
} from "../packages/server/test/torture/run-server-torture.ts";
import { describeReport } from "../packages/watch/test/torture/describe-report.ts";
import { runTorture } from "../packages/watch/test/torture/run-torture.ts";

const TORTURES = new Map([
  ["watch", { defaultRounds: 20, run: tortureWatcher }],
  ["plan", { defaultRounds: 50, run: torturePlans }],
  ["server", { defaultRounds: 100, run: tortureServers }],
  // Each of its scenarios has a number of its own.
  ["movie", { defaultRounds: 1, run: tortureMovies }],
]);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const torture = TORTURES.get(positionals.join(" "));
const rounds = Number(values.rounds ?? torture?.defaultRounds);
const seed = Number(values.seed);
const isWanted = (name: string) => values.only === undefined || values.only === name;
const only = { server: SCENARIO_NAMES.filter(isWanted), movie: MOVIE_SCENARIOS.filter(isWanted) };
const isNamed = positionals[0] === "movie" ? only.movie.length > 0 : only.server.length > 0;
if (torture === undefined || !Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed) || !isNamed) {
  process.stderr.write(
    "Usage: npm run torture -- watch|plan|server|movie [--rounds N] [--seed S] [--only SCENARIO] [--json]\n",
  );
  for (const [name, list] of Object.entries({ server: SCENARIO_NAMES, movie: MOVIE_SCENARIOS })) {
    process.stderr.write(`Scenarios of ${name}: ${list.map((one) => JSON.stringify(one)).join(", ")}\n`);
  }
  process.exitCode = 64;
} else {
  const { report, text } = await torture.run();
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : text);
  process.exitCode = report.violated.length === 0 ? 0 : 1;
}

async function torturePlans() {
  const report = await runPlanTorture({
    rounds,
    seed,
    onRound: ({ seed, story, violations }, done) =>
      tell(done, `round ${seed}: ${story.join("; ")}, ${violations.length} violations`),
  });
  return { report, text: describePlanReport(report) };
}

async function tortureWatcher() {
  const report = await runTorture({
    rounds,
    seed,
    onRound: ({ seed, kills, violations }, done) =>
      tell(done, `round ${seed}: ${kills} kills, ${violations.length} violations`),
  });
  return { report, text: describeReport(report) };
}

async function tortureServers() {
  let told = 0;
  const report = await runServerTorture({
    rounds,
    seed,
    only: only.server,
    onStep(scenario, done, times) {
      if (done !== times && performance.now() - told < 2000) return;
      told = performance.now();
      process.stderr.write(`${scenario}: ${done}/${times}\n`);
    },
  });
  return { report, text: describeServerReport(report) };
}

async function tortureMovies() {
  const report = await runMovieTorture({
    rounds: values.rounds === undefined ? undefined : rounds,
    seed,
    only: only.movie,
    onRound: ({ scenario, seed, story, violations }, done, of) =>
      process.stderr.write(`${scenario} ${done}/${of} ${seed}: ${story}, ${violations.length} violations\n`),
  });
  return { report, text: describeMovieReport(report) };
}

function tell(done: number, text: string): void {
  process.stderr.write(`${done}/${rounds} ${text}\n`);
}
