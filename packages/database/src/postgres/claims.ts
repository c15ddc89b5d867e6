import type { News, Release } from "@proxx/engine";
import { textOf } from "../rows.ts";
import type { Run, Transaction } from "./connection/statement.ts";
import { DELETE_CLAIMS, INSERT_CLAIMS, INSERT_WAITERS, WAKE_WAITERS } from "./claim-statements.ts";

interface Wish {
  readonly jobId: string;
  readonly key: string;
}

/** Within a transaction. What came of each wish, in their order; whoever is too late is put down as waiting. */
export async function claimAll(
  { tenant, id, wishes }: { tenant: string; id: string; wishes: readonly Wish[] },
  run: Run,
): Promise<News[]> {
  // Of two jobs that want the same, the first one has it.
  const firsts = new Map(wishes.toReversed().map(({ key, jobId }) => [key, jobId]));
  const rows = await run(INSERT_CLAIMS, [tenant, id, [...firsts.keys()], [...firsts.values()]]);
  const holders = new Map(
    rows.map((row) => [textOf(row["key"]), holderOf(textOf(row["execution_id"]), textOf(row["job_id"]))]),
  );
  const isTooLate = ({ jobId, key }: Wish) => holders.get(key) !== holderOf(id, jobId);
  const late = wishes.filter(isTooLate);
  if (late.length > 0) {
    await run(INSERT_WAITERS, [tenant, id, late.map(({ key }) => key), late.map(({ jobId }) => jobId)]);
  }
  return wishes.map((wish) => ({ kind: isTooLate(wish) ? "made-elsewhere" : "claimed", jobId: wish.jobId }));
}

function holderOf(executionId: string, jobId: string): string {
  return `${executionId} ${jobId}`;
}

/** Within a transaction. Gives the executions that have waited for what is given back, and were told, when that is kept. */
export async function giveBack(
  { id, tenant, releases }: { id: string; tenant: string; releases: readonly Release[] },
  { send, runLast }: Pick<Transaction, "send" | "runLast">,
): Promise<string[]> {
  if (releases.length === 0) return [];
  send(DELETE_CLAIMS, [id, releases.map(({ jobId }) => jobId)]);
  const outcomes = releases.map(({ outcome }) => JSON.stringify(outcome));
  const told = await runLast(WAKE_WAITERS, [tenant, releases.map(({ key }) => key), outcomes]);
  return told.map((row) => textOf(row["id"]));
}
