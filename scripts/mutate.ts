// `npm run mutate -- [package | path …] [--mutants N] [--seconds N] [--ask N] [--patience N] [--seed S] [--types] [--again REPORT] [--json]`:
// makes small changes in a copy of the code, one at a time, and counts which of them the nearest tests notice.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { TestAsker } from "./mutate/ask-tests.ts";
import { describePackage, describeTrial } from "./mutate/describe-trials.ts";
import { drawMutants } from "./mutate/draw-mutants.ts";
import { standsThere } from "./mutate/find-mutants.ts";
import { makeCopy } from "./mutate/make-copy.ts";
import { mapTests } from "./mutate/nearest-tests.ts";
import { tryMutants, type Trial } from "./mutate/try-mutants.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    mutants: { type: "string", default: "40" },
    seconds: { type: "string", default: "600" },
    ask: { type: "string", default: "4" },
    patience: { type: "string", default: "60" },
    types: { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
    again: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const mutants = Number(values.mutants);
const seconds = Number(values.seconds);
const seed = Number(values.seed);
const ask = Number(values.ask);
const patience = Number(values.patience);
const { types } = values;

const before = values.again === undefined ? null : (JSON.parse(readFileSync(values.again, "utf8")) as Report);

const copy = makeCopy();
const asker = new TestAsker(copy);
process.once("SIGINT", stop).once("SIGTERM", stop);
try {
  const sources = copy.files.filter(
    (file) => /^packages\/(?!testing)[^/]+\/src\/.*\.ts$/.test(file) && !file.endsWith(".test.ts"),
  );
  const tests = mapTests(
    copy.root,
    copy.files.filter((file) => /\.(ts|js|mjs)$/.test(file)),
  );
  const report: Report = {};
  for (const name of before === null ? chosenNames(sources) : Object.keys(before)) {
    const drawn =
      before?.[name]?.filter((trial) => trial.outcome !== "noticed" && standsThere(copy.root, trial)) ??
      drawMutants(
        copy.root,
        sources.filter((file) => belongs(file, name)),
        seed,
      );
    const onTrial = (trial: Trial) => process.stderr.write(`${describeTrial(trial)}\n`);
    report[name] = await tryMutants(drawn, { copy, asker, tests, mutants, seconds, ask, patience, types, onTrial });
    process.stderr.write(`${describePackage(name, report[name])}\n\n`);
  }
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : describeReport(report));
} finally {
  close();
}

/** By package, or by path where a path was asked for. */
type Report = Record<string, Trial[]>;

function chosenNames(sources: readonly string[]): string[] {
  const packages = new Set(sources.map((file) => file.split("/")[1] ?? ""));
  const unknown = positionals.filter((name) => !sources.some((file) => belongs(file, name)));
  if (unknown.length > 0) throw new TypeError(`No source of a package belongs to ${unknown.join(", ")}.`);
  return positionals.length > 0 ? positionals : [...packages];
}

function belongs(file: string, name: string): boolean {
  return file.startsWith(`packages/${name}/`) || file === name || file.startsWith(`${name}/`);
}

function describeReport(report: Report): string {
  const left = Object.values(report).flatMap((trials) => trials.filter(({ outcome }) => outcome !== "noticed"));
  const packages = Object.entries(report).map(([name, trials]) => `${describePackage(name, trials)}\n`);
  return [...packages, "\n", ...left.map((trial) => `${describeTrial(trial)}\n`)].join("");
}

function close(): void {
  asker.close();
  copy.remove();
}

function stop(signal: NodeJS.Signals): void {
  close();
  process.kill(process.pid, signal);
}
