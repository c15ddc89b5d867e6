import type { Decision, Ledger, Moved } from "@proxx/engine";
import { claimAll } from "../claims.ts";
import type { Transaction } from "../connection/statement.ts";
import { holdExecutions, readNews, readStandings } from "./hold-executions.ts";
import { keepMoves, type DecidedMove } from "./keep-moves.ts";

export interface WantedMove {
  readonly id: string;
  readonly known: number | null;
  readonly begin: Parameters<Ledger["move"]>[2];
}

/** Who was told, by the execution that told them, is known when all of it is kept. */
interface LastMoves {
  readonly moved: ReadonlyMap<string, Omit<Moved, "told">>;
  readonly told: Promise<ReadonlyMap<string, ReadonlySet<string>>>;
}

/** Within a transaction; each execution is wanted once. Several wait for nobody: what somebody else holds is left out. */
export async function moveExecutions(wanted: readonly WantedMove[], transaction: Transaction): Promise<LastMoves> {
  const { run } = transaction;
  const ids = wanted.map(({ id }) => id);
  const [held, news] = await Promise.all([holdExecutions(ids, run), readNews(ids, run)]);
  if (wanted.length === 1 && held.size === 0) {
    throw new TypeError(`Expected the execution ${ids.join()} to have been created`);
  }
  const here = wanted.flatMap(({ id, ...move }) => {
    const execution = held.get(id);
    return execution === undefined ? [] : [{ ...move, execution }];
  });
  const changed = here.filter(({ known, execution }) => known !== execution.version);
  const standings = await readStandings(
    changed.map(({ execution }) => execution.id),
    run,
  );
  const moves = here.map(({ begin, execution }) => {
    const { id, version, sequence, worker } = execution;
    const move = begin({ version, sequence, worker, standing: standings.get(id) ?? null });
    const heard = news.get(id) ?? [];
    return { execution, move, heard, wishes: move.hear(heard.map(({ news: each }) => each)) };
  });
  for (;;) {
    const asking = moves.filter(({ wishes }) => wishes.length > 0);
    if (asking.length === 0) break;
    const outcomes = await claimAll(
      asking.flatMap(({ execution: { id, tenant }, wishes }) => wishes.map((wish) => ({ id, tenant, ...wish }))),
      run,
    );
    for (const one of asking) one.wishes = one.move.hear(outcomes.get(one.execution.id) ?? []);
  }
  const decided = moves.map(({ execution, move }): DecidedMove => ({ ...execution, decision: move.decide() }));
  const heard = moves.flatMap((one) => one.heard.map(({ number }) => number));
  const told = keepMoves({ moves: decided.filter(changes), heard }, transaction);
  // That it cannot be done is found when all of it is to be kept.
  told.catch(() => {});
  return { moved: new Map(decided.map((one) => [one.id, movedBy(one)])), told };
}

function changes({ decision: { jobs, execution } }: { decision: Decision }): boolean {
  return jobs.length > 0 || execution !== null;
}

function movedBy(move: DecidedMove): Omit<Moved, "told"> {
  const { version, sequence, decision } = move;
  if (!changes(move)) return { version, sequence };
  return { version: version + 1, sequence: sequence + decision.events.length };
}
