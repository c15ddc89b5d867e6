import { createTestDatabase } from "@proxx/testing/postgres";
import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";
import { FIRST_VERSION } from "../../engine/src/ledger/ledger.ts";
import { clip, createWorld } from "../../engine/test/world.ts";
import { openPostgresLedger } from "../src/postgres/postgres-ledger.ts";

const CHANGES = {
  jobs: [],
  releases: [],
  offers: [],
  hasResult: false,
  progress: 0,
  events: [],
  delivery: null,
};

async function open(options: Parameters<typeof openPostgresLedger>[1] = {}) {
  const { url, drop } = await createTestDatabase();
  onTestFinished(drop);
  const ledger = await openPostgresLedger(url, options);
  const client = new Client({ connectionString: url });
  await client.connect();
  const world = createWorld({ ledger });
  onTestFinished(async () => {
    await world.engine.close();
    await client.end();
    await ledger.close();
  });
  const { id } = await world.run([clip("a")]);
  const record = await ledger.read(id);
  if (record === null) throw new Error("Expected the execution");
  const create = async (name: string) => {
    await ledger.create({ ...record, id: name, request: null });
    return name;
  };
  const move = (name: string) =>
    ledger.move(name, FIRST_VERSION, () => ({
      hear: () => [],
      decide: () => ({ ...CHANGES, execution: { ...record.execution, status: "processing", completedAtMs: null } }),
    }));
  const transactions = async () => {
    const { rows } = await client.query<{ count: string }>("SELECT txid_current() AS count");
    return Number(rows[0]?.count);
  };
  /** Before an execution of that name is written. */
  const beforeWriting = (name: string, statement: string) =>
    client.query(`
      CREATE FUNCTION hinder() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${statement}; RETURN NEW; END $$;
      CREATE TRIGGER hinder BEFORE UPDATE ON proxx.executions FOR EACH ROW WHEN (OLD.id = '${name}') EXECUTE FUNCTION hinder()`);
  return { ledger, client, create, move, transactions, beforeWriting };
}

test("moves of many executions that wait at the same moment are a few transactions", async () => {
  const { create, move, transactions } = await open();
  const ids: string[] = [];
  for (let index = 0; index < 30; index++) ids.push(await create(`exec_${index}`));
  const before = await transactions();
  const moved = await Promise.all(ids.map(move));
  // With that of whoever counts.
  expect((await transactions()) - before).toBeLessThan(10);
  expect(new Set(moved.map(({ version }) => version))).toEqual(new Set([FIRST_VERSION + 1]));
});

test("an execution that somebody else holds keeps no other one waiting", async () => {
  const { client, create, move } = await open();
  await create("exec_held");
  await create("exec_other");
  await client.query("BEGIN");
  await client.query("SELECT id FROM proxx.executions WHERE id = 'exec_held' FOR UPDATE");
  const held = move("exec_held");
  expect(await move("exec_other")).toMatchObject({ version: FIRST_VERSION + 1 });
  const [again] = await Promise.all([move("exec_other"), client.query("COMMIT")]);
  expect([await held, again]).toMatchObject([{ version: FIRST_VERSION + 1 }, { version: FIRST_VERSION + 2 }]);
});

test("no move fails because another one takes too long for the database", async () => {
  const { create, move, beforeWriting } = await open({ patienceMs: 100 });
  const ids = ["exec_a", "exec_slow", "exec_z"];
  for (const id of ids) await create(id);
  await beforeWriting("exec_slow", "RAISE EXCEPTION 'too slow' USING ERRCODE = 'query_canceled'");
  const [one, slow, other] = await Promise.allSettled(ids.map(move));
  const moved = { status: "fulfilled", value: { version: FIRST_VERSION + 1 } };
  expect([one, other]).toMatchObject([moved, moved]);
  expect(slow).toMatchObject({ status: "rejected", reason: { code: "database_unreachable" } });
});

test("moves whose connection is lost in their midst are made once", async () => {
  const { client, create, move, beforeWriting } = await open();
  const ids = ["exec_a", "exec_b", "exec_c"];
  for (const id of ids) await create(id);
  await beforeWriting("exec_b", "PERFORM pg_advisory_xact_lock(7)");
  await client.query("SELECT pg_advisory_lock(7)");
  const moving = Promise.all(ids.map(move));
  const kill = `
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event = 'advisory'`;
  await expect.poll(async () => (await client.query(kill)).rows.length).toBe(1);
  await client.query("SELECT pg_advisory_unlock(7)");
  expect(await moving).toMatchObject(ids.map(() => ({ version: FIRST_VERSION + 1 })));
});
