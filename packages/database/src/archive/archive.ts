/** A row of a table, with names and values as they are on any database: flags are true or false, times milliseconds. */
export interface ArchivedRow {
  readonly table: string;
  readonly row: Readonly<Record<string, string | number | boolean | null>>;
}

/** What is kept of executions, as rows. */
export interface Archive {
  /** How many migrations have made the tables what they are; archives of another number do not fit. */
  readonly form: number;
  /** All of them, as they were at one moment. */
  rows(): AsyncIterable<ArchivedRow>;
  /** Takes all of them into a database that has no executions yet, or none. */
  fill(rows: AsyncIterable<ArchivedRow>): Promise<void>;
  check(): Promise<ArchiveReport>;
  close(): Promise<void>;
}

export interface ArchiveReport {
  /** Which database, and which version of it. */
  readonly database: string;
  readonly form: number;
  readonly executions: number;
  /** That have not ended. */
  readonly unfinished: number;
  /** What should not be so, in sentences. */
  readonly problems: readonly string[];
}

/** Rows of others refer to these. The rest has no order. Who is at work just now is nothing to keep. */
const FIRST_TABLES: readonly string[] = ["executions", "plans", "jobs"];
const LEFT_OUT: readonly string[] = ["workers", "migrations"];

/** Which key secrets are sealed with, as a database says it that has been opened before: the archive's own is taken. */
export const SECRETS_KEY_KIND = "secrets-key";

export function inOrder(tables: readonly string[]): string[] {
  const kept = tables.filter((name) => !LEFT_OUT.includes(name));
  return [...FIRST_TABLES, ...kept.filter((name) => !FIRST_TABLES.includes(name)).toSorted()];
}

/** By what should not be, a query that gives how many there are; `table(name)` is that database's name for it. */
export function problemQueries(table: (name: string) => string): Readonly<Record<string, string>> {
  return {
    "Executions that have no plan": `
      SELECT count(*) AS found FROM ${table("executions")} AS e
      WHERE NOT EXISTS (SELECT 1 FROM ${table("plans")} AS p WHERE p.execution_id = e.id)`,
    "Executions that have no jobs": `
      SELECT count(*) AS found FROM ${table("executions")} AS e
      WHERE NOT EXISTS (SELECT 1 FROM ${table("jobs")} AS j WHERE j.execution_id = e.id)`,
    "Executions that have ended and still have keys": `
      SELECT count(*) AS found FROM ${table("executions")} WHERE completed_at_ms IS NOT NULL AND secrets IS NOT NULL`,
    "Executions that have ended and have jobs that run": `
      SELECT count(DISTINCT e.id) AS found FROM ${table("executions")} AS e JOIN ${table("jobs")} AS j ON j.execution_id = e.id
      WHERE e.completed_at_ms IS NOT NULL AND j.phase <> 'ended'`,
    "Executions that have ended and hold what others wait for": `
      SELECT count(DISTINCT e.id) AS found FROM ${table("claims")} AS c JOIN ${table("executions")} AS e ON e.id = c.execution_id
      WHERE e.completed_at_ms IS NOT NULL`,
    "Jobs that wait for what nobody makes": `
      SELECT count(*) AS found FROM ${table("claim_waiters")} AS w
      WHERE NOT EXISTS (SELECT 1 FROM ${table("claims")} AS c WHERE c.tenant = w.tenant AND c.key = w.key)`,
  };
}

export function describeProblems(found: Iterable<readonly [sentence: string, count: number]>): string[] {
  return Array.from(found).flatMap(([sentence, count]) => (count === 0 ? [] : [`${sentence}: ${count}.`]));
}
