// `npm run torture -- watch [--rounds N] [--seed S] [--json]`: kills what must not lose anything, and counts what was lost.
import { parseArgs } from "node:util";
import { describeReport } from "../packages/watch/test/torture/describe-report.ts";
import { runTorture } from "../packages/watch/test/torture/run-torture.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed);
if (positionals.join(" ") !== "watch" || !Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
  process.stderr.write("Usage: npm run torture -- watch [--rounds N] [--seed S] [--json]\n");
  process.exitCode = 64;
} else {
  const report = await runTorture({
    rounds,
    seed,
    onRound: ({ seed, kills, violations }, done) => {
      process.stderr.write(`${done}/${rounds} round ${seed}: ${kills} kills, ${violations.length} violations\n`);
    },
  });
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : describeReport(report));
  process.exitCode = report.violated.length === 0 ? 0 : 1;
}
