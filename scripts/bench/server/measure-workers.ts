import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openLedger } from "@proxx/database";
import { createEngine } from "@proxx/engine";
import { createCostlyOperation } from "./costly-operation.ts";
import type { Figure } from "./figure.ts";

const PROGRAM = fileURLToPath(new URL("worker-program.ts", import.meta.url));

/** What a second process is worth: each has one slot, and two cores stand for two machines. */
export async function measureWorkers(name: string, url: string | null): Promise<Figure[]> {
  const ratio = async (jobs: number, cost: string) => {
    const one = await measure(1, jobs, { cost, url });
    return (await measure(2, jobs, { cost, url })) / one;
  };
  const shared = "two workers' time, of that of one";
  return [
    { name: `${name}: 30 jobs of 300 ms, ${shared}`, value: await ratio(30, "300 ms"), unit: "", most: 1 / 1.7 },
    {
      name: `${name}: one execution of 20 encodes of 2 s, ${shared}`,
      value: await ratio(20, "2 s"),
      unit: "",
      most: 0.6,
    },
  ];
}

/** How long so many workers take for one execution. */
async function measure(
  workers: number,
  jobs: number,
  { cost, url }: { cost: string; url: string | null },
): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), "proxx-bench-"));
  const ledger = await openLedger({ url, file: join(home, "proxx.sqlite") });
  const engine = createEngine({
    home,
    operations: [createCostlyOperation(() => {})],
    ledger,
    onlyAdmits: true,
    fetchSource: () => Promise.reject(new Error("Expected nothing to be fetched")),
  });
  const children = Array.from({ length: workers }, () =>
    spawn(process.execPath, ["--conditions=@proxx/source", PROGRAM, JSON.stringify({ home, url })], {
      stdio: ["pipe", "pipe", "inherit"],
    }),
  );
  const closed = children.map((child) => new Promise((resolve) => child.once("close", resolve)));
  try {
    await Promise.all(children.map((child) => new Promise((resolve) => child.stdout.once("data", resolve))));
    const run = Math.random();
    const plan = Array.from({ length: jobs }, (_, index) => ({
      id: `job${index}`,
      type: "generateImage",
      // Like none before, whatever the database has from earlier.
      params: { prompt: `${cost} ${index} ${run}` },
    }));
    const startedAt = performance.now();
    const outputs = Object.fromEntries(plan.map(({ id }) => [id, `$${id}`]));
    const { status } = await (await engine.start({ jobs: plan, outputs })).finished;
    if (status !== "completed") throw new Error(`The execution ended as ${status}`);
    return performance.now() - startedAt;
  } finally {
    for (const child of children) child.stdin.end();
    await Promise.all(closed);
    await engine.close();
    await ledger.close();
    rmSync(home, { recursive: true });
  }
}
