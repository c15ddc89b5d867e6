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

/** How often each table was read from its first page to its last, by connections that have ended. */
async function wholeReads(url: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const others = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    while ((await client.query(others)).rows.length > 0);
    const { rows } = await client.query<{ relname: string; seq_scan: string }>(
      "SELECT relname, seq_scan FROM pg_stat_user_tables WHERE schemaname = 'proxx' ORDER BY relname",
    );
    return Object.fromEntries(rows.map(({ relname, seq_scan }) => [relname, Number(seq_scan)]));
  } finally {
    await client.end();
  }
}
