import type { News, Release } from "@proxx/engine";
import { textOf } from "../rows.ts";
import type { Run } from "./connection/statement.ts";
import { DELETE_CLAIMS, DELETE_WAITERS, INSERT_CLAIMS, INSERT_WAITERS } from "./statements.ts";

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

interface FreedWaiter {
  readonly executionId: string;
  readonly jobId: string;
  readonly outcome: Release["outcome"];
}

/** Within a transaction. Gives the jobs that have waited for what is given back. */
export async function giveBack(id: string, releases: readonly Release[], run: Run): Promise<FreedWaiter[]> {
  const outcomes = new Map(releases.map(({ jobId, outcome }) => [jobId, outcome]));
  const claims = await run(DELETE_CLAIMS, [id, [...outcomes.keys()]]);
  if (claims.length === 0) return [];
  const freed = new Map(
    claims.map((row) => [
      JSON.stringify([textOf(row["tenant"]), textOf(row["key"])]),
      outcomes.get(textOf(row["job_id"])),
    ]),
  );
  const waiters = await run(DELETE_WAITERS, [
    claims.map((row) => textOf(row["tenant"])),
    claims.map((row) => textOf(row["key"])),
  ]);
  return waiters.flatMap((row) => {
    const outcome = freed.get(JSON.stringify([textOf(row["tenant"]), textOf(row["key"])]));
    if (outcome === undefined) return [];
    return [{ executionId: textOf(row["execution_id"]), jobId: textOf(row["job_id"]), outcome }];
  });
}
