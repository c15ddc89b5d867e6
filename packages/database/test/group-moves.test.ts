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

async function open() {
  const { url, drop } = await createTestDatabase();
  onTestFinished(drop);
  const ledger = await openPostgresLedger(url);
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
  return { ledger, client, create, move, transactions };
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
