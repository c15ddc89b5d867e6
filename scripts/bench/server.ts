// What the engine and its database cost: on SQLite, and on a Postgres that is started for it, on the same disk in the same run.
// PROXX_BENCH_EXECUTIONS is how many executions there are to read among.
import { startCluster } from "@proxx/testing/postgres-cluster";
import { describeFigure, isKept, type Figure } from "./server/figure.ts";
import { measureEngine } from "./server/measure-engine.ts";
import { measureIdle } from "./server/measure-idle.ts";
import { measureParked } from "./server/measure-parked.ts";
import { measureQueue } from "./server/measure-queue.ts";
import { measureReads } from "./server/measure-reads.ts";
import { measureSubmissions } from "./server/measure-submissions.ts";
import { measureWorkers } from "./server/measure-workers.ts";

interface Database {
  readonly name: string;
  /** Null for SQLite. */
  readonly url: string | null;
}

/** By the name that `--only` takes. What is measured on both databases is called for each. */
const PARTS: Readonly<Record<string, (databases: readonly Database[], url: string) => Promise<Figure[]>>> = {
  engine: (databases) => onEach(databases, measureEngine),
  queue: (_, url) => measureQueue(url),
  submissions: (databases) => onEach(databases, measureSubmissions),
  workers: (databases) => onEach(databases, measureWorkers),
  parked: (databases) => onEach(databases, measureParked),
  idle: () => measureIdle(),
  reads: (_, url) => measureReads(url, Number(process.env["PROXX_BENCH_EXECUTIONS"] ?? 1_000_000)),
};

export async function run({ json, only }: { json: boolean; only: readonly string[] }): Promise<void> {
  const unknown = only.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown !== undefined) throw new TypeError(`Expected \`--only\` to name ${Object.keys(PARTS).join(", ")}`);
  await using cluster = await startCluster({ settings: { shared_buffers: "'128MB'", max_wal_size: "'4GB'" } });
  const url = cluster.url("postgres");
  const databases = [
    { name: "SQLite", url: null },
    { name: "Postgres", url },
  ];
  const figures: Figure[] = [];
  for (const [name, measure] of Object.entries(PARTS)) {
    if (only.length > 0 && !only.includes(name)) continue;
    const found = await measure(databases, url);
    figures.push(...found);
    // The whole takes long: whoever waits sees what there is.
    (json ? process.stderr : process.stdout).write(found.map(describeFigure).join(""));
  }
  if (json) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
  if (!figures.every(isKept)) process.exitCode = 1;
}

async function onEach(
  databases: readonly Database[],
  measure: (name: string, url: string | null) => Promise<Figure[]>,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { name, url } of databases) figures.push(...(await measure(name, url)));
  return figures;
}
