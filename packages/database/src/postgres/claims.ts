import type { News, Release } from "@proxx/engine";
import { textOf } from "../rows.ts";
import type { Row, Run, Transaction } from "./connection/statement.ts";
import { DELETE_CLAIMS, INSERT_CLAIMS, INSERT_WAITERS, WAKE_WAITERS } from "./claim-statements.ts";

/** What a job of an execution wants to make; the tenant as part of a key. */
interface Wish {
  readonly id: string;
  readonly tenant: string;
  readonly jobId: string;
  readonly key: string;
}

/** Within a transaction. What came of each wish, by execution and in their order; whoever is too late is put down as waiting. */
export async function claimAll(wishes: readonly Wish[], run: Run): Promise<Map<string, News[]>> {
  // Of two jobs that want the same, the first one has it.
  const firsts = [...new Map(wishes.toReversed().map((wish) => [nameOf(wish.tenant, wish.key), wish])).values()];
  const rows = await run(INSERT_CLAIMS, columnsOf(firsts));
  const holders = new Map(
    rows.map((row) => [
      nameOf(textOf(row["tenant"]), textOf(row["key"])),
      nameOf(textOf(row["execution_id"]), textOf(row["job_id"])),
    ]),
  );
  const isTooLate = ({ id, tenant, jobId, key }: Wish) => holders.get(nameOf(tenant, key)) !== nameOf(id, jobId);
  const late = wishes.filter(isTooLate);
  if (late.length > 0) await run(INSERT_WAITERS, columnsOf(late));
  const outcomes = new Map<string, News[]>();
  for (const wish of wishes) {
    const news: News = { kind: isTooLate(wish) ? "made-elsewhere" : "claimed", jobId: wish.jobId };
    outcomes.set(wish.id, [...(outcomes.get(wish.id) ?? []), news]);
  }
  return outcomes;
}

function columnsOf(wishes: readonly Wish[]): string[][] {
  return [
    wishes.map(({ tenant }) => tenant),
    wishes.map(({ key }) => key),
    wishes.map(({ id }) => id),
    wishes.map(({ jobId }) => jobId),
  ];
}

function nameOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

/**
 * Within a transaction. Gives, when that is kept, the executions that have waited for what is given back and were told, each
 * with its `teller`.
 */
export async function giveBack(
  releases: readonly (Release & { id: string; tenant: string })[],
  { send, runLast }: Pick<Transaction, "send" | "runLast">,
): Promise<readonly Row[]> {
  if (releases.length === 0) return [];
  send(DELETE_CLAIMS, [releases.map(({ id }) => id), releases.map(({ jobId }) => jobId)]);
  // Of two that give back the same, one may only have waited for it: what the other one says of it is what is so.
  const inOrder = releases.toSorted(
    (one, other) => Number("abandoned" in other.outcome) - Number("abandoned" in one.outcome),
  );
  const freed = [...new Map(inOrder.map((release) => [nameOf(release.tenant, release.key), release])).values()];
  return runLast(WAKE_WAITERS, [
    freed.map(({ tenant }) => tenant),
    freed.map(({ key }) => key),
    freed.map(({ outcome }) => JSON.stringify(outcome)),
    freed.map(({ id }) => id),
  ]);
}
