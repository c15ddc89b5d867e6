import { mkdir, open as openFile } from "node:fs/promises";
import { dirname, isAbsolute } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { errorMessage, ProxxError } from "@proxx/contract";
import { migrate } from "./migrate.ts";
import { createLogSync } from "./sync-log.ts";

/** A database that other processes write to as well. */
export interface SqliteDatabase {
  /** Nobody else writes meanwhile: all of it is kept, on the disk, or nothing. `work` may be called again. */
  readonly write: <Result>(work: () => Result) => Promise<Result>;
  /**
   * The same for what was promised to nobody yet: whoever reads has it at once, and it outlives this process. It is on the disk
   * a moment later, and before anything that is written after it. Where a result is promised after all, it is on the disk first.
   */
  readonly writeBehind: <Result>(work: () => Result, isPromised?: (result: Result) => boolean) => Promise<Result>;
  /** Resolves when all that was written is on the disk. */
  readonly sync: () => Promise<void>;
  /** For one statement, which needs no transaction. */
  readonly ask: <Result>(work: () => Result) => Promise<Result>;
  /** All of it is read as it was at one moment. */
  readonly read: <Result>(work: () => Result) => Promise<Result>;
  /** Prepared once. */
  readonly prepare: (sql: string) => StatementSync;
  close(): Promise<void>;
}

/** How long a statement may wait for somebody else, while this whole process does: what takes longer is waited for in between. */
const BUSY_TIMEOUT_MS = 20;
const LONGEST_PAUSE_MS = 25;

export async function openDatabase(path: string): Promise<SqliteDatabase> {
  await makeFile(path);
  // Only whoever opens one needs it.
  const { DatabaseSync: Database } = await import("node:sqlite");
  const database = await whenFree(() => open(new Database(path), path));
  const statements = new Map<string, StatementSync>();

  function prepare(sql: string): StatementSync {
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  }

  function transaction<Result>(begin: string, work: () => Result): Result {
    prepare(begin).run();
    try {
      const result = work();
      prepare("COMMIT").run();
      return result;
    } catch (error) {
      // A full disk has rolled it back already.
      if (database.isTransaction) prepare("ROLLBACK").run();
      throw error;
    }
  }

  const log = createLogSync(path);

  async function writeBehind<Result>(work: () => Result, isPromised?: (result: Result) => boolean): Promise<Result> {
    const result = await whenFree(() => transaction("BEGIN IMMEDIATE", work));
    if (isPromised?.(result) === true) await log.sync();
    else log.wake();
    return result;
  }

  return {
    write: (work) => writeBehind(work, () => true),
    writeBehind,
    sync: () => log.sync(),
    ask: (work) => whenFree(work),
    read: (work) => whenFree(() => transaction("BEGIN", work)),
    prepare,
    async close() {
      await log.close();
      if (database.isOpen) database.close();
    },
  };
}

/** For its owner alone: plans of all tenants are in it. SQLite gives the files beside it the same rights. */
async function makeFile(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    // `:memory:` is the name of no file.
    if (isAbsolute(path)) await (await openFile(path, "a", 0o600)).close();
  } catch (cause) {
    throw cannotOpen(path, cause);
  }
}

function open(database: DatabaseSync, path: string): DatabaseSync {
  try {
    // Before anything else: of two who open a new one at the same time, one has to wait for the other.
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    const mode = database.prepare("PRAGMA journal_mode = WAL").get()?.["journal_mode"];
    if (mode !== "wal") throw noWal(path);
    database.exec("PRAGMA synchronous = FULL");
    migrate(database);
    // From here on what is promised is put on the disk without standing still meanwhile: see `createLogSync`.
    database.exec("PRAGMA synchronous = NORMAL");
    return database;
  } catch (error) {
    database.close();
    throw UNUSABLE.has(primaryCode(error) ?? 0) ? cannotOpen(path, error) : error;
  }
}

/** SQLITE_READONLY, SQLITE_CORRUPT, SQLITE_CANTOPEN, SQLITE_NOTADB: will not be over when it is tried again. */
const UNUSABLE: ReadonlySet<number> = new Set([8, 11, 14, 26]);

function cannotOpen(path: string, cause: unknown): ProxxError {
  return new ProxxError("folder_unusable", `The database ${path} cannot be opened: ${errorMessage(cause)}.`, {
    hint: "Let this user read and write it, and its folder; or name another folder with `--data` (of `run-plan` it is `--home`) or PROXX_HOME. One that is damaged is put back from a backup.",
    cause,
  });
}

/** Does something until nobody else is in the way; that somebody is never reaches whoever asked. */
async function whenFree<Result>(work: () => Result): Promise<Result> {
  for (;;) {
    try {
      return work();
    } catch (error) {
      const code = primaryCode(error);
      if (code === null) throw error;
      if (code === SQLITE_FULL) throw full(error);
      if (!IN_THE_WAY.has(code)) throw asFault(error, code);
      // By chance, so that two do not meet again and again.
      await pause(1 + Math.random() * LONGEST_PAUSE_MS);
    }
  }
}

/** SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL. */
const IN_THE_WAY: ReadonlySet<number> = new Set([5, 6, 15]);
/** SQLITE_READONLY, SQLITE_IOERR, SQLITE_CANTOPEN: may be over when it is tried again. */
const OF_THE_DISK: ReadonlySet<number> = new Set([8, 10, 14]);
const SQLITE_FULL = 13;

function primaryCode(error: unknown): number | null {
  const isOfSqlite = error instanceof Error && "errcode" in error && typeof error.errcode === "number";
  return isOfSqlite ? Number(error.errcode) & 0xff : null;
}

/** What is wrong with a statement is a fault of ours, and no better when it is tried again. */
function asFault(error: unknown, code: number): unknown {
  return OF_THE_DISK.has(code) ? error : new TypeError(errorMessage(error), { cause: error });
}

/** Nothing of what was to be written is there; what is promised already waits for room. */
function full(cause: unknown): ProxxError {
  return new ProxxError("disk_full", "There is no room on the disk for the database of executions.", {
    hint: "Make room on it: `proxx gc` says what may go.",
    retryable: true,
    cause,
  });
}

function noWal(path: string): ProxxError {
  return new ProxxError("folder_unusable", `The database ${path} cannot be shared between processes where it lies.`, {
    hint: "Name a folder on a disk of this machine with `--data` (of `run-plan` it is `--home`) or PROXX_HOME; network file systems will not do.",
  });
}
