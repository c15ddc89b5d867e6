import { createTestDatabase } from "@proxx/testing/postgres";
import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";
import { clip, createWorld } from "../../engine/test/world.ts";
import { openRetention } from "../src/index.ts";
import { openPostgresLedger } from "../src/postgres/postgres-ledger.ts";

test("an execution is not forgotten on which another one has begun to build in that moment", async () => {
  const { url, drop } = await createTestDatabase();
  onTestFinished(drop);
  const ledger = await openPostgresLedger(url);
  const world = createWorld({ ledger });
  const [base, other] = [await world.run([clip("one")]), await world.run([clip("other")])];
  const retention = await openRetention({ url, file: "" });
  const client = new Client({ connectionString: url });
  await client.connect();
  onTestFinished(async () => {
    await world.engine.close();
    await Promise.all([ledger.close(), retention.close(), client.end()]);
  });

  // As `createExecution` does, which is not done yet.
  await client.query("BEGIN");
  await client.query("SELECT result_job FROM proxx.executions WHERE id = $1 FOR KEY SHARE", [base.id]);
  await client.query(
    `INSERT INTO proxx.executions (id, base_execution_id, created_at_ms, result_job, status, state)
    SELECT 'exec_building', id, created_at_ms, result_job, 'pending', state FROM proxx.executions WHERE id = $1`,
    [base.id],
  );
  const forgetting = retention.forget(Date.now() + 1000);
  const waits = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
  await expect.poll(async () => (await client.query(waits)).rows.length).toBe(1);
  await client.query("COMMIT");

  expect(await forgetting).toBe(1);
  expect(await ledger.read(base.id)).not.toBeNull();
  expect(await ledger.read(other.id)).toBeNull();
});
