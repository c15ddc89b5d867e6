import type { ExecutionState, JobState, KeptStanding, News } from "@proxx/engine";
import { numberOf, stateOf, tenantKey, textOf, textOrNull } from "../../rows.ts";
import type { Row, Run } from "../connection/statement.ts";
import { LOCK_EXECUTION } from "../statements.ts";
import { LOCK_EXECUTIONS, SELECT_NEWS, SELECT_STANDINGS, SELECT_STATES } from "./move-statements.ts";

/** An execution that nobody else moves until the transaction ends. */
export interface HeldExecution {
  readonly id: string;
  /** As part of a key. */
  readonly tenant: string;
  readonly worker: string | null;
  readonly version: number;
  readonly sequence: number;
  readonly hasEnded: boolean;
}

/** By id. Several wait for nobody: what somebody else holds is left out. */
export async function holdExecutions(ids: readonly string[], run: Run): Promise<Map<string, HeldExecution>> {
  const [id] = ids;
  const rows = ids.length === 1 ? await run(LOCK_EXECUTION, [id]) : await run(LOCK_EXECUTIONS, [ids]);
  return new Map(rows.map((row) => [textOf(row["id"]), heldExecution(row)]));
}

function heldExecution(row: Row): HeldExecution {
  return {
    id: textOf(row["id"]),
    tenant: tenantKey(textOrNull(row["tenant"])),
    worker: textOrNull(row["worker"]),
    version: numberOf(row["version"]),
    sequence: numberOf(row["sequence"]),
    hasEnded: row["completed_at_ms"] !== null,
  };
}

/** What was left for each, in order. */
export async function readNews(
  ids: readonly string[],
  run: Run,
): Promise<Map<string, { number: number; news: News }[]>> {
  const rows = await run(SELECT_NEWS, [ids]);
  const all = new Map<string, { number: number; news: News }[]>();
  for (const row of rows) {
    const one = { number: numberOf(row["number"]), news: JSON.parse(textOf(row["news"])) as News };
    const id = textOf(row["execution_id"]);
    all.set(id, [...(all.get(id) ?? []), one]);
  }
  return all;
}

type Standing = NonNullable<KeptStanding["standing"]>;

/** Where they stand, and their jobs. */
export async function readStandings(ids: readonly string[], run: Run): Promise<Map<string, Standing>> {
  if (ids.length === 0) return new Map();
  const [rows, jobs] = await Promise.all([run(SELECT_STANDINGS, [ids]), run(SELECT_STATES, [ids])]);
  const states = new Map<string, Record<string, JobState>>(ids.map((id) => [id, {}]));
  for (const job of jobs) {
    const ofExecution = states.get(textOf(job["execution_id"]));
    if (ofExecution !== undefined) ofExecution[textOf(job["id"])] = stateOf(job);
  }
  return new Map(
    rows.map((row): [string, Standing] => {
      const id = textOf(row["id"]);
      const execution = JSON.parse(textOf(row["state"])) as ExecutionState;
      return [id, { execution, states: states.get(id) ?? {} }];
    }),
  );
}
