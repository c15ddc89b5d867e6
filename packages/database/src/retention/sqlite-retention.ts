import { numberOf, textOf } from "../rows.ts";
import { openDatabase } from "../sqlite/open-database.ts";
import { addHashes, FORGOTTEN_AT_ONCE, NAMING, PIN_KIND, stayingSql, type Retention } from "./retention.ts";

const STAYING = stayingSql((name) => name, "?1");

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

  function forgetSome(beforeMs: number): number {
    const rows = prepare(`${STAYING} SELECT id FROM executions WHERE id NOT IN needed LIMIT ?2`).all(
      beforeMs,
      FORGOTTEN_AT_ONCE,
    );
    const ids = JSON.stringify(rows.map(({ id }) => textOf(id)));
    for (const table of children()) {
      prepare(`DELETE FROM ${table} WHERE execution_id IN (SELECT value FROM json_each(?))`).run(ids);
    }
    prepare("DELETE FROM executions WHERE id IN (SELECT value FROM json_each(?))").run(ids);
    return rows.length;
  }

  return {
    countForgettable: (beforeMs) =>
      ask(() =>
        numberOf(
          prepare(`${STAYING} SELECT count(*) AS found FROM executions WHERE id NOT IN needed`).get(beforeMs)?.[
            "found"
          ],
        ),
      ),
    async forget(beforeMs) {
      let count = 0;
      for (let some = 1; some > 0; count += some) some = await write(() => forgetSome(beforeMs));
      await write(() => {
        prepare(
          "DELETE FROM job_spec_clips WHERE job_spec_id IN (SELECT id FROM job_specs WHERE completed_at_ms < ?)",
        ).run(beforeMs);
        prepare("DELETE FROM job_specs WHERE completed_at_ms < ?").run(beforeMs);
      });
      return count;
    },
    neededFiles: (beforeMs) =>
      read(() => {
        const found = new Set<string>();
        for (const [table, id, columns] of NAMING) {
          const rows = prepare(`${STAYING} SELECT ${columns.join(", ")} FROM ${table} WHERE ${id} IN needed`);
          for (const row of rows.iterate(beforeMs)) for (const text of Object.values(row)) addHashes(text, found);
        }
        for (const { id } of prepare("SELECT id FROM records WHERE kind = ?").all(PIN_KIND)) addHashes(id, found);
        return found;
      }),
    close: () => database.close(),
  };
}
