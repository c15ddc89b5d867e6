import { ProxxError } from "@proxx/contract";
import { migratedForm } from "./migrate.ts";

/** All pages in one step: others may write meanwhile, and a copy in several steps begins again with each of their writes. */
const ALL_PAGES = 2 ** 31 - 1;

/**
 * Copies a database of executions into a new file, as it was at one moment, also while others use it. Rejects with what is wrong with
 * what is copied.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  // Only whoever copies one needs it.
  const { backup, DatabaseSync } = await import("node:sqlite");
  using source = openExisting(() => new DatabaseSync(from, { readOnly: true }), from);
  await backup(source, to, { rate: ALL_PAGES }).catch((cause: unknown) => {
    throw unusable(`${from} cannot be copied`, cause);
  });
  using copy = new DatabaseSync(to);
  // One file with all of it: what opens it next makes a log of its own.
  copy.exec("PRAGMA journal_mode = DELETE");
  const damage = copy.prepare("PRAGMA integrity_check").all();
  if (damage[0]?.["integrity_check"] !== "ok") throw unusable(`${from} is damaged`);
  const form = Number(copy.prepare("PRAGMA user_version").get()?.["user_version"]);
  const isOurs = copy.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'executions'").get() !== undefined;
  if (!isOurs || form < 1) throw unusable(`${from} is no database of executions`);
  if (form > migratedForm()) throw unusable(`${from} was written by a newer Proxx`);
}

function openExisting<Database>(open: () => Database, path: string): Database {
  try {
    return open();
  } catch (cause) {
    throw unusable(`${path} cannot be opened`, cause);
  }
}

function unusable(what: string, cause?: unknown): ProxxError {
  return new ProxxError("database_unusable", `${what}.`, {
    hint: "Look it over with `proxx db check`, or take another backup.",
    cause,
  });
}
