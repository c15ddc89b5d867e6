import { numberOf, textOf } from "../rows.ts";
import { openDatabase } from "../sqlite/open-database.ts";
import {
  addHashes,
  FORGOTTEN_AT_ONCE,
  forgettableSql,
  NAMING,
  neededSql,
  PIN_KIND,
  type Retention,
} from "./retention.ts";

const FORGETTABLE = forgettableSql((name) => name, "?1");
const NEEDED = neededSql((name) => name, "?1");

export async function openSqliteRetention(path: string): Promise<Retention> {
  const database = await openDatabase(path);
  const { ask, read, write, prepare } = database;

  /** The tables that belong to executions. */
  function children(): string[] {
    const rows = prepare(
      `SELECT m.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c
      WHERE m.type = 'table' AND c.name = 'execution_id'`,
    ).all();
    return rows.map(({ name }) => textOf(name));
  }

  /** Those that come after an id. Gives the last one, and how many they were. */
  function forgetSome(beforeMs: number, after: string): { last: string; count: number } {
    const select = `SELECT e.id FROM ${FORGETTABLE} AND e.id > ?2 ORDER BY e.id LIMIT ${FORGOTTEN_AT_ONCE}`;
    const found = prepare(select).all(beforeMs, after);
    const ids = found.map(({ id }) => textOf(id));
    for (const table of children()) {
      prepare(`DELETE FROM ${table} WHERE execution_id IN (SELECT value FROM json_each(?))`).run(JSON.stringify(ids));
    }
    prepare("DELETE FROM executions WHERE id IN (SELECT value FROM json_each(?))").run(JSON.stringify(ids));
    return { last: ids.at(-1) ?? "", count: ids.length };
  }

  return {
    countForgettable: (beforeMs) =>
      ask(() => numberOf(prepare(`SELECT count(*) AS found FROM ${FORGETTABLE}`).get(beforeMs)?.["found"])),
    async forget(beforeMs) {
      let forgotten = 0;
      for (let some = { last: "", count: 1 }; some.count > 0; forgotten += some.count) {
        const { last } = some;
        some = await write(() => forgetSome(beforeMs, last));
      }
      await write(() => {
        prepare(
          "DELETE FROM job_spec_clips WHERE job_spec_id IN (SELECT id FROM job_specs WHERE completed_at_ms < ?)",
        ).run(beforeMs);
        prepare("DELETE FROM job_specs WHERE completed_at_ms < ?").run(beforeMs);
      });
      return forgotten;
    },
    neededFiles: (beforeMs) =>
      read(() => {
        const found = new Set<string>();
        for (const [table, id, columns] of NAMING) {
          const rows = prepare(`${NEEDED} SELECT ${columns.join(", ")} FROM ${table} WHERE ${id} IN needed`);
          for (const row of rows.iterate(beforeMs)) for (const text of Object.values(row)) addHashes(text, found);
        }
        for (const { id } of prepare("SELECT id FROM records WHERE kind = ?").all(PIN_KIND)) addHashes(id, found);
        return found;
      }),
    close: () => database.close(),
  };
}
