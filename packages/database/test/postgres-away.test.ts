import { createServer, type Server } from "node:net";
import { createTestDatabase } from "@proxx/testing/postgres";
import { startCluster } from "@proxx/testing/postgres-cluster";
import { expect, onTestFinished, test, vi } from "vitest";
import { Client } from "pg";
import { clip, createWorld } from "../../engine/test/world.ts";
import { openPostgresLedger } from "../src/postgres/postgres-ledger.ts";

test("is asked on while the server is started again, by calls, by transactions and by whoever waits for mail", async () => {
  // What nobody listens to would end the process.
  const unheard: unknown[] = [];
  process.on("uncaughtException", (error) => void unheard.push(error));
  await using cluster = await startCluster();
  const ledger = await openPostgresLedger(cluster.url("postgres"));
  const world = createWorld({ ledger });
  const before = await world.run([clip("a")]);
  let mail = 0;
  const stop = ledger.onMail("w", () => (mail += 1));
  await cluster.crash();
  const asked = Promise.all([ledger.read(before.id), ledger.workers(), world.run([clip("b")])]);
  await cluster.start();
  const [record, , after] = await asked;
  expect(record?.execution.status).toBe("completed");
  expect(after.status).toBe("completed");
  // It is told to look when it is heard again, because there may have been some.
  await vi.waitFor(() => expect(mail).toBeGreaterThan(0), 30_000);
  stop?.();
  await world.engine.close();
  await ledger.close();
  expect(unheard).toEqual([]);
});

test("says what is away or refuses, and never the password", async () => {
  const { url, drop } = await createTestDatabase();
  onTestFinished(drop);
  const address = (change: (url: URL) => void) => {
    const other = new URL(url);
    other.password = "a-secret";
    change(other);
    return other.href;
  };
  const cases: readonly [url: string, code: string, message: string][] = [
    [address((other) => (other.pathname = "/nowhere")), "database_unusable", "nowhere"],
    ["postgres://proxx:a-secret@localhost:1/proxx", "database_unreachable", "postgres://localhost:1/proxx"],
    ["postgres://proxx:a-secret@db.invalid/proxx", "database_unreachable", "postgres://db.invalid/proxx"],
    ["mysql://proxx:a-secret@localhost/proxx", "invalid_document", "no address of a Postgres database"],
    ["postgres//proxx:a-secret@localhost", "invalid_document", "no address of a Postgres database"],
  ];
  for (const [other, code, message] of cases) {
    const refusal = openPostgresLedger(other, { patienceMs: 50 }).catch((error: unknown) => error);
    expect(await refusal).toMatchObject({ code, message: expect.stringContaining(message), hint: expect.any(String) });
    expect(JSON.stringify(await refusal) + String(await refusal)).not.toContain("a-secret");
  }
});

test("says soon that it is not there, and how often that was tried", async () => {
  const refusal = openPostgresLedger("postgres://proxx:a-secret@localhost:1/proxx").catch((error: unknown) => error);
  expect(await refusal).toMatchObject({
    code: "database_unreachable",
    message: expect.stringMatching(
      /localhost:1\/proxx cannot be reached: .*ECONNREFUSED.*; it was tried \d+ times within 5 s\.$/,
    ),
    retryable: false,
  });
});

test("is opened by many at once that find nothing there, and by none that is older than what is there", async () => {
  const { url, drop } = await createTestDatabase();
  onTestFinished(drop);
  const ledgers = await Promise.all(Array.from({ length: 6 }, () => openPostgresLedger(url)));
  for (const ledger of ledgers) await ledger.close();
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("INSERT INTO proxx.migrations (number) SELECT max(number) + 1 FROM proxx.migrations");
  await client.end();
  await expect(openPostgresLedger(url)).rejects.toMatchObject({
    code: "database_unusable",
    message: expect.stringContaining("newer Proxx"),
  });
});

test("gives up a server that takes its words and never answers", async () => {
  await using silent = await listen();
  const url = `postgres://proxx@127.0.0.1:${silent.port}/proxx`;
  await expect(openPostgresLedger(url, { patienceMs: 50 })).rejects.toMatchObject({ code: "database_unreachable" });
});

async function listen(): Promise<AsyncDisposable & { port: number }> {
  const server: Server = createServer((socket) => void socket.on("error", () => {}).resume());
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("Expected a port");
  return { port: address.port, [Symbol.asyncDispose]: async () => void server.close() };
}
