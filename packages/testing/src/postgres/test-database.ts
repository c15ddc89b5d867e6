import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { Client } from "pg";
import { inject } from "vitest";

export { postgresProgram } from "./find-postgres.ts";

export interface TestDatabase {
  url: string;
  readonly drop: () => Promise<void>;
}

/** An empty database of its own, on a real Postgres. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const answer = JSON.parse(await text(connect(inject("postgresDoor")))) as { url: string } | { error: string };
  if ("error" in answer) throw new Error(answer.error);
  const url = new URL(answer.url);
  const name = `proxx_test_${randomBytes(6).toString("hex")}`;
  await ask(url, `CREATE DATABASE ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, drop: () => ask(url, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function ask(url: URL, sql: string): Promise<void> {
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
