import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLedger } from "@proxx/database";
import { createRandom } from "@proxx/testing/create-random";
import { Client } from "pg";
import { percentile, type Figure } from "./figure.ts";
import { createNoOpEngine } from "./no-op-engine.ts";

const READS = 500;
const PAGE = 50;
const FIRST = { tenant: null, after: null, limit: PAGE, statuses: [], baseExecutionId: null };

/** How long reading takes beside so many executions that have ended, each of one job. */
export async function measureReads(url: string, executions: number): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), "proxx-bench-"));
  const ledger = await openLedger({ url, file: "" });
  const { engine, chain } = createNoOpEngine(ledger, home, { slots: 2 });
  try {
    const pattern = await (await engine.start(chain(1))).finished;
    await fill(url, pattern.id, executions);
    const random = createRandom(3);
    const anyId = () => idOf(1 + Math.floor(random() * executions));
    const times = async (read: () => Promise<unknown>) => {
      await read();
      const all: number[] = [];
      for (let round = 0; round < READS; round++) {
        const startedAt = performance.now();
        if ((await read()) === null) throw new Error("Expected an execution");
        all.push(performance.now() - startedAt);
      }
      return percentile(all, 0.95);
    };
    const of = `of ${executions} executions`;
    const lists = { ...FIRST, after: { createdAtMs: executions / 2, id: "" } };
    return [
      { name: `status of one ${of}, p95`, value: await times(() => engine.get(anyId())), unit: "ms", most: 10 },
      { name: `first page ${of}, p95`, value: await times(() => engine.list(FIRST)), unit: "ms", most: 50 },
      { name: `a page in the middle ${of}, p95`, value: await times(() => engine.list(lists)), unit: "ms", most: 50 },
      {
        name: `first page of those that failed, of which there are none, ${of}, p95`,
        value: await times(() => engine.list({ ...FIRST, statuses: ["failed", "processing"] })),
        unit: "ms",
        most: 50,
      },
    ];
  } finally {
    await engine.close();
    await ledger.close();
    rmSync(home, { recursive: true });
  }
}

function idOf(number: number): string {
  return `exec_${String(number).padStart(24, "0")}`;
}

/** Copies of one that has ended, created a millisecond after each other. */
async function fill(url: string, pattern: string, executions: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const table of ["executions", "plans", "jobs", "events"]) {
      const { rows } = await client.query<{ name: string }>(
        "SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped",
        [`proxx.${table}`],
      );
      const columns = rows.map(({ name }) => name);
      const id = "'exec_' || lpad(number::text, 24, '0')";
      const values = columns.map((name) => {
        if (name === "execution_id" || (name === "id" && table === "executions")) return id;
        return name === "created_at_ms" ? "number" : name;
      });
      await client.query(
        `INSERT INTO proxx.${table} (${columns.join(", ")})
        SELECT ${values.join(", ")} FROM proxx.${table} CROSS JOIN generate_series(1, ${executions}) AS number
        WHERE ${table === "executions" ? "id" : "execution_id"} = '${pattern}'`,
      );
    }
    await client.query("VACUUM ANALYZE");
  } finally {
    await client.end();
  }
}
