// `npm run torture -- watch|plan [--rounds N] [--seed S] [--json]`: ends what must not lose anything, and counts what was lost.
import { parseArgs } from "node:util";
import { describePlanReport, runPlanTorture } from "../packages/cli/test/torture/run-plan-torture.ts";
import { describeReport } from "../packages/watch/test/torture/describe-report.ts";
import { runTorture } from "../packages/watch/test/torture/run-torture.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});
const what = positionals.join(" ");
const rounds = Number(values.rounds ?? (what === "plan" ? "50" : "20"));
const seed = Number(values.seed);
if (!["watch", "plan"].includes(what) || !Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
  process.stderr.write("Usage: npm run torture -- watch|plan [--rounds N] [--seed S] [--json]\n");
  process.exitCode = 64;
} else {
  const { report, text } = what === "plan" ? await torturePlans() : await tortureWatcher();
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

function tell(done: number, text: string): void {
  process.stderr.write(`${done}/${rounds} ${text}\n`);
}
