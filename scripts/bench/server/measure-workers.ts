import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openLedger } from "@proxx/database";
import { createEngine } from "@proxx/engine";
import { median } from "../compare.ts";
import { createCostlyOperation } from "./costly-operation.ts";
import { databaseCpuSeconds } from "./database-cpu.ts";
import type { Figure } from "./figure.ts";

const PROGRAM = fileURLToPath(new URL("worker-program.ts", import.meta.url));

/** What a second process is worth: each has one slot, and two cores stand for two machines. */
export async function measureWorkers(name: string, url: string | null): Promise<Figure[]> {
  const encodes = `${name}: one execution of 20 encodes of 2 s`;
  const before = url === null ? 0 : await databaseCpuSeconds(url);
  const short = await compareWorkers(24, { cost: "300 ms", url });
  const long = await compareWorkers(20, { cost: "2 s", url });
  const figures: Figure[] = [
    {
      name: `${name}: jobs of 300 ms, throughput of two workers by that of one`,
      value: 1 / short.ratio,
      unit: "",
      most: null,
      least: 1.7,
    },
    { name: `${encodes}, two workers' time by that of one`, value: long.ratio, unit: "", most: 0.6 },
  ];
  if (url === null) return figures;
  const share = ((await databaseCpuSeconds(url)) - before) / ((short.seconds + long.seconds) * availableParallelism());
  return [...figures, { name: `${name}: of the cores took meanwhile`, value: 100 * share, unit: "%", most: null }];
}

/** How many workers run all of it, one after the other: each time of two stands beside one of one. */
const RUNS = [2, 1, 2, 1, 2] as const;

/** The time of two workers by that of one: the median over all that stand beside each other. */
async function compareWorkers(
  jobs: number,
  about: { cost: string; url: string | null },
): Promise<{ ratio: number; seconds: number }> {
  const times: number[] = [];
  for (const workers of RUNS) times.push(await measure(workers, jobs, about));
  const ratios = times.slice(1).map((time, index) => {
    const before = times[index] ?? 0;
    return RUNS[index] === 2 ? before / time : time / before;
  });
  return { ratio: median(ratios), seconds: times.reduce((sum, time) => sum + time) / 1000 };
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
