import { asError, DatabaseFault } from "../postgres/connection/database-fault.ts";
import { describeAddress } from "../postgres/connection/describe-address.ts";
import { openClient } from "../postgres/connection/open-client.ts";
import { numberOf, textOf } from "../rows.ts";
import {
  addHashes,
  FORGOTTEN_AT_ONCE,
  forgettableSql,
  NAMING,
  neededSql,
  PIN_KIND,
  type Retention,
} from "./retention.ts";

const table = (name: string) => `proxx.${name}`;
const FORGETTABLE = forgettableSql(table, "$1::bigint");
/** As many rows are read at once. */
const BATCH = 500;

export async function openPostgresRetention(url: string): Promise<Retention> {
  const address = describeAddress(url);
  const client = await translated(() => openClient(url));

  async function translated<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof DatabaseFault ? asError(error, address, { isOpen: false }) : error;
    }
  }

  async function ask(sql: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
    const { rows } = await client.query<Record<string, unknown>>(sql, [...values]).catch((error: unknown) => {
      throw new DatabaseFault(error);
    });
    return rows;
  }

  async function transaction<Result>(begin: string, work: () => Promise<Result>): Promise<Result> {
    return translated(async () => {
      await ask(begin);
      try {
        const result = await work();
        await ask("COMMIT");
        return result;
      } catch (error) {
        await ask("ROLLBACK").catch(() => {});
        throw error;
      }
    });
  }

  /** The tables that belong to executions. */
  async function children(): Promise<string[]> {
    const rows = await ask(
      "SELECT table_name FROM information_schema.columns WHERE table_schema = 'proxx' AND column_name = 'execution_id'",
    );
    return rows.map(({ table_name }) => textOf(table_name));
  }

  /** Of so many that come after an id. Gives the last one, how many they were, and how many are forgotten. */
  async function forgetSome(beforeMs: number, after: string) {
    const select = `SELECT e.id FROM ${FORGETTABLE} AND e.id > $2 ORDER BY e.id LIMIT ${FORGOTTEN_AT_ONCE}`;
    const found = (await ask(select, [beforeMs, after])).map(({ id }) => textOf(id));
    // Waits for whoever begins to build on one, and keeps others from it: only then is it seen which of them may go.
    await ask("SELECT id FROM proxx.executions WHERE id = ANY($1) ORDER BY id FOR UPDATE", [found]);
    const going = await ask(`SELECT e.id FROM ${FORGETTABLE} AND e.id = ANY($2)`, [beforeMs, found]);
    const ids = going.map(({ id }) => textOf(id));
    for (const name of await children()) await ask(`DELETE FROM ${table(name)} WHERE execution_id = ANY($1)`, [ids]);
    await ask("DELETE FROM proxx.executions WHERE id = ANY($1)", [ids]);
    return { last: found.at(-1) ?? "", count: found.length, forgotten: ids.length };
  }

  return {
    async countForgettable(beforeMs) {
      const [row] = await translated(() => ask(`SELECT count(*) AS found FROM ${FORGETTABLE}`, [beforeMs]));
      return numberOf(row?.["found"]);
    },
    async forget(beforeMs) {
      let forgotten = 0;
      for (let some = { last: "", count: 1, forgotten: 0 }; some.count > 0; forgotten += some.forgotten) {
        const { last } = some;
        some = await transaction("BEGIN", () => forgetSome(beforeMs, last));
      }
      await transaction("BEGIN", async () => {
        const old = "SELECT id FROM proxx.job_specs WHERE completed_at_ms < $1";
        await ask(`DELETE FROM proxx.job_spec_clips WHERE job_spec_id IN (${old})`, [beforeMs]);
        await ask("DELETE FROM proxx.job_specs WHERE completed_at_ms < $1", [beforeMs]);
      });
      return forgotten;
    },
    neededFiles: (beforeMs) =>
      transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", async () => {
        const found = new Set<string>();
        // A cursor takes no values.
        const needed = neededSql(table, String(Math.trunc(beforeMs)));
        for (const [name, id, columns] of NAMING) {
          const texts = columns.map((column) => `${column}::text`).join(", ");
          await ask(
            `DECLARE named CURSOR FOR ${needed} SELECT ${texts} FROM ${table(name)} WHERE ${id} IN (SELECT id FROM needed)`,
          );
          for (let rows = await ask(`FETCH ${BATCH} FROM named`); rows.length > 0;) {
            for (const row of rows) for (const text of Object.values(row)) addHashes(text, found);
            rows = await ask(`FETCH ${BATCH} FROM named`);
          }
          await ask("CLOSE named");
        }
        for (const { id } of await ask("SELECT id FROM proxx.records WHERE kind = $1", [PIN_KIND]))
          addHashes(id, found);
        return found;
      }),
    close: () => client.end(),
  };
}
