import { migratedForm } from "../sqlite/migrate.ts";
import { openDatabase } from "../sqlite/open-database.ts";
import { numberOf, textOf } from "../rows.ts";
import {
  describeProblems,
  SECRETS_KEY_KIND,
  inOrder,
  problemQueries,
  type Archive,
  type ArchivedRow,
} from "./archive.ts";
import { notEmpty, unreadable } from "./refusals.ts";

export async function openSqliteArchive(path: string): Promise<Archive> {
  const database = await openDatabase(path);
  const { ask, read, prepare } = database;
  const form = migratedForm();

  function tables(): string[] {
    const rows = prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all();
    return inOrder(rows.map(({ name }) => textOf(name)));
  }

  function columnsOf(table: string): string[] {
    const rows = prepare("SELECT name FROM pragma_table_info(?)").all(table);
    return rows.map(({ name }) => textOf(name));
  }

  function select(table: string): string {
    const names = columnsOf(table);
    const hasNumber = names.includes("number");
    return `SELECT ${names.filter((name) => name !== "number").join(", ")} FROM ${table}${hasNumber ? " ORDER BY number" : ""}`;
  }

  async function* rows(): AsyncGenerator<ArchivedRow> {
    await ask(() => prepare("BEGIN").run());
    try {
      for (const table of tables()) {
        for (const row of prepare(select(table)).iterate()) yield { table, row: asArchived(row) };
      }
    } finally {
      prepare("COMMIT").run();
    }
  }

  async function insertAll(all: AsyncIterable<ArchivedRow>): Promise<void> {
    for await (const { table, row } of all) {
      const names = Object.keys(row);
      const values = Object.values(row).map((value) => (typeof value === "boolean" ? Number(value) : value));
      const places = names.map(() => "?").join(", ");
      prepare(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${places})`).run(...values);
    }
  }

  return {
    form,
    rows,
    async fill(all) {
      await ask(() => prepare("BEGIN IMMEDIATE").run());
      try {
        if (prepare("SELECT 1 FROM executions LIMIT 1").get() !== undefined) throw notEmpty();
        prepare("DELETE FROM records WHERE kind = ?").run(SECRETS_KEY_KIND);
        await insertAll(all);
        prepare("COMMIT").run();
      } catch (error) {
        prepare("ROLLBACK").run();
        throw isUnfit(error) ? unreadable("its rows do not fit together", error) : error;
      }
      await database.sync();
    },
    check: () =>
      read(() => {
        const version = textOf(prepare("SELECT sqlite_version() AS version").get()?.["version"]);
        const damage = prepare("PRAGMA integrity_check")
          .all()
          .map((row) => textOf(row["integrity_check"]));
        const count = (sql: string) => numberOf(prepare(sql).get()?.["found"]);
        const queries = Object.entries(problemQueries((name) => name));
        return {
          database: `SQLite ${version}`,
          form,
          executions: count("SELECT count(*) AS found FROM executions"),
          unfinished: count("SELECT count(*) AS found FROM executions WHERE completed_at_ms IS NULL"),
          problems: [
            ...damage.filter((text) => text !== "ok").map((text) => `The file is damaged: ${text}.`),
            ...describeProblems(queries.map(([sentence, sql]) => [sentence, count(sql)])),
          ],
        };
      }),
    close: () => database.close(),
  };
}

/** SQLITE_ERROR (no such table or column), SQLITE_CONSTRAINT, SQLITE_MISMATCH. */
const UNFIT: ReadonlySet<number> = new Set([1, 19, 20]);

function isUnfit(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && UNFIT.has(Number(error.errcode) & 0xff);
}

function asArchived(row: Readonly<Record<string, unknown>>): ArchivedRow["row"] {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, name.startsWith("is_") ? value === 1 : asValue(value)]),
  );
}

function asValue(value: unknown): string | number | null {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  throw new TypeError("Expected a text or a number");
}
