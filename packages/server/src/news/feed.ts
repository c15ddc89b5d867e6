/**
 * What has changed with the executions of one tenant, whichever process moves them: they are looked at again and again, and
 * at once where this process has had a hand in it. Of each, what it has come to last is kept, under a number that only grows,
 * through restarts too. Whoever has heard of less than is kept gets a *reset*, and looks for itself; what comes after that
 * follows on from it, because a reset is told after the look that it stands for.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Execution, ExecutionStatus } from "@proxx/contract";
import type { Executions } from "../executions/executions.ts";
import { untilAborted } from "../until-aborted.ts";

export interface Told {
  readonly id: number;
  /** Null is a reset. */
  readonly execution: Execution | null;
}

export interface Feed {
  next(after: number, signal: AbortSignal): Promise<readonly Told[]>;
  hurry(): void;
  close(): void;
}

export interface FeedOptions {
  tenant: string | null;
  executions: Pick<Executions, "get" | "list">;
  now: () => number;
  onFault: (fault: unknown) => void;
}

const REST_MS = { afterNews: 100, busy: 400, quiet: 1000 };
const MAX_KEPT = 500;
/** The newest of all come first. */
const LOOKS: readonly { statuses: readonly ExecutionStatus[]; limit: number }[] = [
  { statuses: [], limit: 20 },
  { statuses: ["processing"], limit: 100 },
  { statuses: ["pending"], limit: 50 },
];

export function createFeed({ tenant, executions, now, onFault }: FeedOptions): Feed {
  const closing = new AbortController();
  /** By id of the execution, what was told last comes last. */
  const told = new Map<string, Told>();
  let known = new Map<string, string>();
  let running = new Set<string>();
  const first = now() * 1000;
  let [last, forgotten] = [first, first];
  let news = new AbortController();
  let hurry = new AbortController();
  let isPrimed = false;
  void watch();

  return {
    async next(after, signal) {
      for (;;) {
        const heard = AbortSignal.any([news.signal, signal, closing.signal]);
        if (isPrimed && (after < forgotten || after > last)) return [{ id: last, execution: null }];
        const fresh = isPrimed ? [...told.values()].filter(({ id }) => id > after) : [];
        if (fresh.length > 0 || signal.aborted || closing.signal.aborted) return fresh;
        await untilAborted(heard);
      }
    },
    hurry: () => hurry.abort(),
    close: () => closing.abort(),
  };

  async function watch(): Promise<void> {
    while (!closing.signal.aborted) {
      const startedAt = performance.now();
      await look().catch(onFault);
      const lookMs = performance.now() - startedAt;
      await pause(REST_MS.afterNews, undefined, { signal: closing.signal }).catch(() => {});
      // However much there is to look at, most of the time is left for those who do it.
      const rest = Math.max(running.size > 0 ? REST_MS.busy : REST_MS.quiet, lookMs * 8);
      const signal = AbortSignal.any([hurry.signal, closing.signal]);
      await pause(rest, undefined, { signal }).catch(() => {});
      hurry = new AbortController();
    }
  }

  async function look(): Promise<void> {
    const seen = new Map<string, Execution>();
    let hasMissed = false;
    for (const { statuses, limit } of LOOKS) {
      const page = await executions.list({ tenant, statuses, limit, after: null, baseExecutionId: null });
      // Before the newest there were others that this has not seen, and which may have ended.
      if (statuses.length === 0) hasMissed = page.length === limit && !page.some(({ id }) => known.has(id));
      for (const execution of page) seen.set(execution.id, execution);
    }
    for (const id of running) {
      const execution = seen.has(id) ? null : await executions.get(id, tenant);
      if (execution !== null) seen.set(id, execution);
    }
    running = new Set([...seen.values()].flatMap(({ id, completedAt }) => (completedAt === null ? [id] : [])));
    const before = last;
    const standings = new Map([...seen.values()].map((execution) => [execution.id, standingOf(execution)]));
    for (const execution of seen.values()) {
      if (isPrimed && known.get(execution.id) !== standings.get(execution.id)) tell(execution);
    }
    known = standings;
    if (isPrimed && hasMissed) forgetAll();
    if (isPrimed && last === before) return;
    isPrimed = true;
    news.abort();
    news = new AbortController();
  }

  /** Whoever listens has to look for itself. */
  function forgetAll(): void {
    last += 1;
    forgotten = last;
    told.clear();
  }

  function tell(execution: Execution): void {
    last += 1;
    told.delete(execution.id);
    told.set(execution.id, { id: last, execution });
    const [oldest] = told.values();
    if (told.size <= MAX_KEPT || oldest === undefined) return;
    told.delete(oldest.execution?.id ?? "");
    forgotten = oldest.id;
  }
}

function standingOf({ status, progress, completedJobs, currentJob }: Execution): string {
  return [status, progress, completedJobs, currentJob].join(" ");
}
