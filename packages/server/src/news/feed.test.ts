import type { Execution } from "@proxx/contract";
import { expect, onTestFinished, test } from "vitest";
import { createFeed } from "./feed.ts";

function execution(number: number): Execution {
  return {
    id: `exec_${number}`,
    status: "completed",
    progress: 100,
    currentJob: null,
    etaSeconds: null,
    error: null,
    totalJobs: 0,
    completedJobs: 0,
    jobs: [],
    results: {},
    result: null,
    degradations: [],
    baseExecutionId: null,
    createdAt: new Date(number).toISOString(),
    completedAt: new Date(number).toISOString(),
  };
}

/** A feed over executions that end as soon as they begin. */
function createWorld() {
  let newest = 3;
  const faults: unknown[] = [];
  const feed = createFeed({
    tenant: null,
    executions: {
      get: async () => null,
      list: async ({ statuses, limit }) => {
        const all = Array.from({ length: newest }, (_, index) => execution(newest - index));
        return statuses.length === 0 ? all.slice(0, limit) : [];
      },
    },
    now: Date.now,
    onFault: (fault) => faults.push(fault),
  });
  onTestFinished(() => feed.close());
  const next = async (after: number) => {
    const told = await feed.next(after, AbortSignal.timeout(10_000));
    return { last: told.at(-1)?.id ?? 0, ids: told.map(({ execution: one }) => one?.id ?? "reset") };
  };
  const begin = (count: number) => {
    newest += count;
    feed.hurry();
  };
  return { next, begin, faults };
}

test("a feed tells each execution that has come, and a reset where more came between two looks than it has seen", async () => {
  const { next, begin, faults } = createWorld();
  const first = await next(0);
  expect(first.ids).toEqual(["reset"]);
  begin(19);
  const few = await next(first.last);
  expect(few.ids).toHaveLength(19);
  begin(21);
  const many = await next(few.last);
  expect(many.ids).toEqual(["reset"]);
  begin(1);
  expect((await next(many.last)).ids).toEqual(["exec_44"]);
  expect(faults).toEqual([]);
});
