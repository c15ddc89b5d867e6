/** What is kept of executions that have ended, for whoever clears it. */
export interface Retention {
  /** How many executions `forget` would forget. */
  countForgettable(endedBeforeMs: number): Promise<number>;
  /**
   * Forgets executions that ended before, and JobSpecs, but for those that are pinned, whose result others need that are kept, or
   * whose webhook is still to be told. Gives how many executions those were.
   */
  forget(endedBeforeMs: number): Promise<number>;
  /**
   * The hash of every file that an execution has to do with which has not ended, or not before, or is pinned, or whose result one of
   * those builds on; and files that are pinned themselves.
   */
  neededFiles(endedBeforeMs: number): Promise<ReadonlySet<string>>;
  close(): Promise<void>;
}

/** The records that say what is pinned: executions, and files by their hash. */
export const PIN_KIND = "pin";

/** So many executions go in one transaction. */
export const FORGOTTEN_AT_ONCE = 100;

type TableName = (name: string) => string;

/** Whether the execution of that alias stays, whoever builds on it; `before` is that database's place for the time. */
function staysSql(alias: string, table: TableName, before: string): string {
  return `(${alias}.completed_at_ms IS NULL OR ${alias}.completed_at_ms >= ${before}
      OR EXISTS (SELECT 1 FROM ${table("records")} AS r WHERE r.kind = '${PIN_KIND}' AND r.id = ${alias}.id)
      OR EXISTS (SELECT 1 FROM ${table("deliveries")} AS d WHERE d.execution_id = ${alias}.id AND d.next_at_ms IS NOT NULL))`;
}

/** The executions `e` that may go. */
export function forgettableSql(table: TableName, before: string): string {
  return `${table("executions")} AS e WHERE NOT ${staysSql("e", table, before)}
    AND NOT EXISTS (
      SELECT 1 FROM ${table("executions")} AS b WHERE b.base_execution_id = e.id AND ${staysSql("b", table, before)}
    )`;
}

/** Those that may not, as `needed`. */
export function neededSql(table: TableName, before: string): string {
  return `
  WITH staying AS (SELECT id, base_execution_id FROM ${table("executions")} AS e WHERE ${staysSql("e", table, before)}),
  needed AS (SELECT id FROM staying UNION SELECT base_execution_id FROM staying WHERE base_execution_id IS NOT NULL)`;
}

/** What of an execution names files, each with the column of its execution. */
export const NAMING: readonly (readonly [table: string, id: string, columns: readonly string[]])[] = [
  ["executions", "id", ["state"]],
  ["plans", "execution_id", ["about"]],
  ["jobs", "execution_id", ["about", "state", "note"]],
];

/** Whatever looks like the hash of a file: one more that stays does no harm, one that is missed does. */
export function addHashes(text: unknown, to: Set<string>): void {
  if (typeof text !== "string") return;
  for (const [hash] of text.matchAll(/[0-9a-f]{64}/g)) to.add(hash);
}
