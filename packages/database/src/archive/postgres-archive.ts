import type { Client } from "pg";
import { asError, DatabaseFault } from "../postgres/connection/database-fault.ts";
import { describeAddress } from "../postgres/connection/describe-address.ts";
import { openClient } from "../postgres/connection/open-client.ts";
import { migratedForm } from "../postgres/migrate.ts";
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

/** As many rows are read, or written, at once. */
const BATCH = 500;

interface Column {
  readonly name: string;
  readonly type: string;
  readonly isTime: boolean;
}

export async function openPostgresArchive(url: string): Promise<Archive> {
  const address = describeAddress(url);
  const form = migratedForm();
  const client = await translated(() => openClient(url));

  async function translated<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof DatabaseFault ? asError(error, address, { isOpen: false }) : error;
    }
  }

  const ask = (sql: string, values: readonly unknown[] = []) => query(client, sql, values);

  async function tables(): Promise<string[]> {
    const rows = await ask(
      "SELECT relname AS name FROM pg_class WHERE relnamespace = 'proxx'::regnamespace AND relkind = 'r'",
    );
    return inOrder(rows.map(({ name }) => textOf(name)));
  }

  async function columnsOf(table: string): Promise<Column[]> {
    const rows = await ask(
      `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, atttypid = 'timestamptz'::regtype AS is_time
      FROM pg_attribute
      WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
      [`proxx.${table}`],
    );
    return rows.map(({ name, type, is_time }) => ({
      name: textOf(name),
      type: textOf(type),
      isTime: is_time === true,
    }));
  }

  async function* rows(): AsyncGenerator<ArchivedRow> {
    await ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    try {
      for (const table of await tables()) {
        await ask(`DECLARE kept CURSOR FOR ${select(table, await columnsOf(table))}`);
        for (let batch = await ask(`FETCH ${BATCH} FROM kept`); batch.length > 0;) {
          for (const row of batch) yield { table, row: row as ArchivedRow["row"] };
          batch = await ask(`FETCH ${BATCH} FROM kept`);
        }
        await ask("CLOSE kept");
      }
    } finally {
      await ask("ROLLBACK");
    }
  }

  async function insertAll(all: AsyncIterable<ArchivedRow>): Promise<void> {
    const columns = new Map<string, Column[]>();
    let batch: ArchivedRow[] = [];
    const insert = async () => {
      const table = batch[0]?.table;
      if (table === undefined) return;
      const own = columns.get(table) ?? (await columnsOf(table));
      columns.set(table, own);
      await ask(insertInto(table, own), [JSON.stringify(batch.map(({ row }) => row))]);
      batch = [];
    };
    for await (const row of all) {
      if (batch.length === BATCH || (batch[0] ?? row).table !== row.table) await insert();
      batch.push(row);
    }
    await insert();
  }

  return {
    form,
    rows,
    fill: (all) =>
      translated(async () => {
        await ask("BEGIN");
        try {
          await ask("LOCK TABLE proxx.executions IN SHARE ROW EXCLUSIVE MODE");
          if ((await ask("SELECT 1 FROM proxx.executions LIMIT 1")).length > 0) throw notEmpty();
          await ask("DELETE FROM proxx.records WHERE kind = $1", [SECRETS_KEY_KIND]);
          await insertAll(all);
          await ask("COMMIT");
        } catch (error) {
          await ask("ROLLBACK").catch(() => {});
          const isUnfit = error instanceof DatabaseFault && error.kind === "fault";
          throw isUnfit ? unreadable("its rows do not fit together", error) : error;
        }
      }),
    check: () =>
      translated(async () => {
        const count = async (sql: string) => numberOf((await ask(sql))[0]?.["found"]);
        const found: [sentence: string, count: number][] = [];
        for (const [sentence, sql] of Object.entries(problemQueries((name) => `proxx.${name}`))) {
          found.push([sentence, await count(sql)]);
        }
        const [row] = await ask("SELECT current_setting('server_version') AS version");
        return {
          database: `Postgres ${textOf(row?.["version"])}`,
          form,
          executions: await count("SELECT count(*) AS found FROM proxx.executions"),
          unfinished: await count("SELECT count(*) AS found FROM proxx.executions WHERE completed_at_ms IS NULL"),
          problems: describeProblems(found),
        };
      }),
    close: () => client.end(),
  };
}

async function query(client: Client, sql: string, values: readonly unknown[]) {
  const { rows } = await client.query<Record<string, unknown>>(sql, [...values]).catch((error: unknown) => {
    throw new DatabaseFault(error);
  });
  return rows;
}

function select(table: string, columns: readonly Column[]): string {
  const values = columns
    .filter(({ name }) => name !== "number")
    .map(({ name, isTime }) => (isTime ? `(1000 * extract(epoch FROM ${name}))::bigint AS ${name}_ms` : name));
  const hasNumber = columns.some(({ name }) => name === "number");
  return `SELECT ${values.join(", ")} FROM proxx.${table}${hasNumber ? " ORDER BY number" : ""}`;
}

/** What numbers rows does so in the order in which they come. */
function insertInto(table: string, columns: readonly Column[]): string {
  const own = columns.filter(({ name }) => name !== "number");
  const types = own.map(({ name, type, isTime }) => (isTime ? `${name}_ms bigint` : `${name} ${type}`));
  const values = own.map(({ name, isTime }) => (isTime ? `to_timestamp(${name}_ms / 1000.0)` : name));
  return `INSERT INTO proxx.${table} (${own.map(({ name }) => name).join(", ")})
    SELECT ${values.join(", ")} FROM json_to_recordset($1::json) AS given (${types.join(", ")})`;
}
