import { ProxxError } from "@proxx/contract";
import type { Client } from "pg";
import { DatabaseFault } from "./connection/database-fault.ts";
import { executions } from "./migrations/0001-executions.ts";
import { deliveries } from "./migrations/0004-deliveries.ts";
import { artifacts } from "./migrations/0006-artifacts.ts";
import { records } from "./migrations/0008-records.ts";
import { jobSpecs } from "./migrations/0009-job-specs.ts";
import { requests } from "./migrations/0005-requests.ts";
import { turns } from "./migrations/0007-turns.ts";
import { tasks } from "./migrations/0002-tasks.ts";
import { events } from "./migrations/0003-events.ts";

/** In order, numbered as on SQLite; one that was released is never changed. */
const MIGRATIONS: readonly string[] = [
  executions,
  tasks,
  events,
  deliveries,
  requests,
  artifacts,
  turns,
  records,
  jobSpecs,
];

const OLDEST_POSTGRES = 14;
/** Of whoever migrates: "proxx" as a number. */
const LOCK = 0x70_72_6f_78_78;

/** How many migrations there are. */
export function migratedForm(): number {
  return MIGRATIONS.length;
}

/** Brings a database to the form that this program knows, whoever else does so at the same time. */
export async function migrate(client: Client): Promise<void> {
  const ask = async (sql: string) => {
    const { rows } = await client.query<Record<string, unknown>>(sql).catch((error: unknown) => {
      throw new DatabaseFault(error);
    });
    // Of several statements at once there are several answers, and none is read.
    return rows?.[0] ?? {};
  };
  if (await isMigrated(ask)) return;
  for (let isDone = false; !isDone;) {
    await ask("BEGIN");
    await ask(`SELECT pg_advisory_xact_lock(${LOCK})`);
    isDone = await migrateOnce(ask);
    await ask("COMMIT");
  }
}

type Ask = (sql: string) => Promise<Record<string, unknown>>;

async function isMigrated(ask: Ask): Promise<boolean> {
  const { version, has_schema } = await ask(
    "SELECT current_setting('server_version_num')::int / 10000 AS version, to_regclass('proxx.migrations') IS NOT NULL AS has_schema",
  );
  if (Number(version) < OLDEST_POSTGRES) throw tooOld(Number(version));
  return has_schema === true && (await numberOf(ask)) === MIGRATIONS.length;
}

/** Makes the next step, if there is one. In the transaction of the lock. */
async function migrateOnce(ask: Ask): Promise<boolean> {
  const { has_schema, has_table } = await ask(
    "SELECT to_regnamespace('proxx') IS NOT NULL AS has_schema, to_regclass('proxx.migrations') IS NOT NULL AS has_table",
  );
  // Whoever may not create one may use one that is there.
  if (has_schema === false) await ask("CREATE SCHEMA proxx");
  if (has_table === false) {
    await ask("CREATE TABLE proxx.migrations (number INTEGER PRIMARY KEY, made_at TIMESTAMPTZ NOT NULL DEFAULT now())");
  }
  const number = await numberOf(ask);
  const sql = MIGRATIONS[number];
  if (sql === undefined) return true;
  await ask(sql);
  await ask(`INSERT INTO proxx.migrations (number) VALUES (${number + 1})`);
  return false;
}

async function numberOf(ask: Ask): Promise<number> {
  const { number } = await ask("SELECT COALESCE(max(number), 0) AS number FROM proxx.migrations");
  if (Number(number) > MIGRATIONS.length) throw tooNew();
  return Number(number);
}

function tooNew(): ProxxError {
  return new ProxxError("database_unusable", "The database of executions was written by a newer Proxx.", {
    hint: "Install that version again, or name another database with DATABASE_URL.",
  });
}

function tooOld(version: number): ProxxError {
  return new ProxxError("database_unusable", `The database is a Postgres ${version}, which is too old.`, {
    hint: `Use Postgres ${OLDEST_POSTGRES} or newer.`,
  });
}
