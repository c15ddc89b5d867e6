// What the engine's database costs: on SQLite, and on a Postgres that is started for it, on the same disk in the same run.
// PROXX_BENCH_EXECUTIONS is how many executions there are to read among.
import { startCluster } from "@proxx/testing/postgres-cluster";
import type { Figure } from "./server/figure.ts";
import { measureEngine } from "./server/measure-engine.ts";
import { measureWorkers } from "./server/measure-workers.ts";
import { measureReads } from "./server/measure-reads.ts";

export async function run({ json }: { json: boolean }): Promise<void> {
  await using cluster = await startCluster({ settings: { shared_buffers: "'128MB'", max_wal_size: "'4GB'" } });
  const url = cluster.url("postgres");
  const executions = Number(process.env["PROXX_BENCH_EXECUTIONS"] ?? 1_000_000);
  const figures = [
    ...(await measureEngine("SQLite", null)),
    ...(await measureEngine("Postgres", url)),
    ...(await measureWorkers("SQLite", null)),
    ...(await measureWorkers("Postgres", url)),
    ...(await measureReads(url, executions)),
  ];
  process.stdout.write(json ? `${JSON.stringify(figures, null, 2)}\n` : figures.map(describe).join(""));
  if (figures.some(({ value, most }) => most !== null && value > most)) process.exitCode = 1;
}

function describe({ name, value, unit, most }: Figure): string {
  const promised = most === null ? "" : ` (at most ${most})`;
  return `${name}: ${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${unit}${promised}\n`;
}
