// The page in a browser: the list of many executions, and the page of one that changes all the time. What a machine that
// others use at the same time does to it shows in what the clock says, and hardly in processor time.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPage } from "../../packages/dashboard/test/launch-browser.ts";
import { fillExecutions } from "./page/fill-executions.ts";
import { measureList } from "./page/measure-list.ts";
import { measureRunning } from "./page/measure-running.ts";
import { describeFigure, isKept, type Figure } from "./server/figure.ts";
import { runProgram } from "./server/run-program.ts";

const EXECUTIONS = 10_000;

/** By the name that `--only` takes. */
const PARTS: Readonly<Record<string, (url: string) => Promise<Figure[]>>> = {
  list: (url) => measureList(url, EXECUTIONS),
  running: measureRunning,
};

export async function run({ json, only }: { json: boolean; only: readonly string[] }): Promise<void> {
  const unknown = only.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown !== undefined) throw new TypeError(`Expected \`--only\` to name ${Object.keys(PARTS).join(", ")}`);
  const home = mkdtempSync(join(tmpdir(), "proxx-bench-"));
  try {
    await fillExecutions(home, EXECUTIONS);
    await using server = runProgram("../page/page-server-program.ts", { home, files: buildPage() });
    const url = String(await server.next());
    const figures: Figure[] = [];
    for (const [name, measure] of Object.entries(PARTS)) {
      if (only.length > 0 && !only.includes(name)) continue;
      const found = await measure(url);
      figures.push(...found);
      (json ? process.stderr : process.stdout).write(found.map(describeFigure).join(""));
    }
    if (json) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
    if (!figures.every(isKept)) process.exitCode = 1;
  } finally {
    rmSync(home, { recursive: true });
  }
}
