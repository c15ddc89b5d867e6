import { createTestDatabase } from "@proxx/testing/postgres";
import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";
import { clip, createWorld, job } from "../../engine/test/world.ts";
import { openPostgresLedger } from "../src/postgres/postgres-ledger.ts";

test("nothing that is done for an execution reads a whole table, however few rows there were when it was done first", async () => {
  const { url, drop } = await createTestDatabase();
  onTestFinished(drop);
  const open = await openPostgresLedger(url);
  await open.close();
  const before = await wholeReads(url);
  const ledger = await openPostgresLedger(url);
  const world = createWorld({ ledger, sharesJobs: true });
  for (let round = 0; round < 8; round++) {
    const clips = ["a", "b"].map((id) => clip(id, `${id} ${round}`));
    const { status } = await world.run([...clips, job("m", "merge", { items: ["$a", "$b"] })]);
    expect(status).toBe("completed");
  }
  await world.engine.close();
  await ledger.close();
  expect(await wholeReads(url)).toEqual(before);
});

test("a page of a list reads no more than it shows, and of those in a state none that are in another one", async () => {
  const { url, drop } = await createTestDatabase();
  onTestFinished(drop);
  const ledger = await openPostgresLedger(url);
  const world = createWorld({ ledger, sharesJobs: true });
  await world.run([clip("a", "a")]);
  await fill(url, 20_000);
  const list = { tenant: null, after: null, limit: 50, baseExecutionId: null };
  for (const statuses of [[], ["failed", "processing"], ["completed"], ["completed", "failed"]] as const) {
    await world.engine.list({ ...list, statuses });
  }
  await world.engine.close();
  await ledger.close();
  const read = await rowsRead(url);
  expect(read).toBeGreaterThan(150);
  expect(read).toBeLessThan(1000);
});

test("executions are counted no further than is asked for, however many there are", async () => {
  const { url, drop } = await createTestDatabase();
  onTestFinished(drop);
  const ledger = await openPostgresLedger(url);
  const world = createWorld({ ledger, sharesJobs: true });
  const { createdAt } = await world.run([clip("a", "a")]);
  const newest = Date.parse(createdAt) + 20_000;
  const all = { tenant: null, fromMs: 0, beforeMs: Number.MAX_SAFE_INTEGER, most: 100 };
  // As often as it takes for a statement to be planned for whatever it may be given.
  for (let round = 0; round < 8; round++) await ledger.count(all);
  await fill(url, 20_000);
  const none = { pending: 0, processing: 0, failed: 0, cancelled: 0 };
  for (let round = 0; round < 3; round++) expect(await ledger.count(all)).toEqual({ ...none, completed: 100 });
  expect(await ledger.count({ ...all, fromMs: newest - 9 })).toEqual({ ...none, completed: 10 });
  await world.engine.close();
  await ledger.close();
  expect(await rowsRead(url)).toBeLessThan(1500);
});

/** Makes many of the one that there is, each a millisecond younger than the one before, and none of what belongs to them. */
async function fill(url: string, count: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ attname: string }>(
    "SELECT attname FROM pg_attribute WHERE attrelid = 'proxx.executions'::regclass AND attnum > 0",
  );
  const names = rows.map(({ attname }) => attname);
  const values = names.map((name) =>
    name === "id" ? "id || n" : name === "created_at_ms" ? "created_at_ms + n" : name,
  );
  await client.query(
    `INSERT INTO proxx.executions (${names.join(", ")})
    SELECT ${values.join(", ")} FROM proxx.executions CROSS JOIN generate_series(1, ${count}) AS n`,
  );
  await client.query("ANALYZE proxx.executions");
  await client.end();
}

/** How often each table was read from its first page to its last, by connections that have ended. */
async function wholeReads(url: string): Promise<unknown> {
  const rows = await countedBy(
    url,
    "SELECT relname AS name, seq_scan AS count FROM pg_stat_user_tables WHERE schemaname = 'proxx' ORDER BY relname",
  );
  return Object.fromEntries(rows.map(({ name, count }) => [name, Number(count)]));
}

/** How many rows of executions have been read by whatever way since they were filled in. */
async function rowsRead(url: string): Promise<number> {
  const rows = await countedBy(
    url,
    `SELECT relname AS name, seq_tup_read AS count FROM pg_stat_user_tables WHERE relname = 'executions'
    UNION ALL SELECT indexrelname, idx_tup_read FROM pg_stat_user_indexes WHERE relname = 'executions'`,
  );
  return rows.reduce((sum, { count }) => sum + Number(count), 0);
}

async function countedBy(url: string, query: string): Promise<{ name: string; count: string }[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const others = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    while ((await client.query(others)).rows.length > 0);
    return (await client.query<{ name: string; count: string }>(query)).rows;
  } finally {
    await client.end();
  }
}
