import type { DatabaseSync } from "node:sqlite";
import { ProxxError } from "@proxx/contract";
import { executions } from "./migrations/0001-executions.ts";
import { tasks } from "./migrations/0002-tasks.ts";
import { events } from "./migrations/0003-events.ts";
import { artifacts } from "./migrations/0006-artifacts.ts";
import { records } from "./migrations/0008-records.ts";
import { jobSpecs } from "./migrations/0009-job-specs.ts";
import { requests } from "./migrations/0005-requests.ts";
import { turns } from "./migrations/0007-turns.ts";
import { deliveries } from "./migrations/0004-deliveries.ts";

/** In order; one that was released is never changed. */
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

/** How many migrations there are. */
export function migratedForm(): number {
  return MIGRATIONS.length;
}

/** Brings a database to the form that this program knows, whoever else does so at the same time. */
export function migrate(database: DatabaseSync): void {
  if (versionOf(database) === MIGRATIONS.length) return;
  database.exec("BEGIN IMMEDIATE");
  try {
    const version = versionOf(database);
    if (version > MIGRATIONS.length) throw tooNew();
    for (const sql of MIGRATIONS.slice(version)) database.exec(sql);
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.["user_version"]);
}

function tooNew(): ProxxError {
  return new ProxxError("folder_unusable", "The database of executions was written by a newer Proxx.", {
    hint: "Install that version again, or name another folder with `--home` or PROXX_HOME.",
  });
}
