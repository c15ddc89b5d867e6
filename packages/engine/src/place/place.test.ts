import { expect, test } from "vitest";
import { createMemoryLedger } from "../ledger/memory/memory-ledger.ts";
import { createPlace } from "./place.ts";

/** A place beside a worker of another machine that has been silent for a minute. */
function createWorld() {
  const ledger = createMemoryLedger();
  const dismissed: string[] = [];
  const mailed: (() => void)[] = [];
  let atMs = 0;
  const place = createPlace({
    ledger: {
      ...ledger,
      workers: async () => [{ id: "silent", identity: null, silentMs: 60_000 }],
      dismiss: async (id) => void dismissed.push(id),
      onMail: (_worker, listener) => {
        mailed.push(listener);
        return () => void mailed.pop();
      },
    },
    longestSilenceMs: 15_000,
    now: () => atMs,
    need: () => null,
    onNews: () => {},
    onForgotten: () => {},
    onLeft: async () => {},
  });
  async function lookAt(ms: number): Promise<string[]> {
    atMs = ms;
    await place.look();
    return dismissed.splice(0);
  }
  return { place, lookAt, mailed };
}

test("takes nobody to be gone for a silence that was the ledger's own", async () => {
  const { place, lookAt } = createWorld();
  // Whoever has just begun cannot know how long the ledger was away.
  expect(await lookAt(0)).toEqual([]);
  expect(await lookAt(2000)).toEqual([]);
  expect(await lookAt(11_000)).toEqual(["silent"]);
  // It could not be reached for a while.
  expect(await lookAt(60_000)).toEqual([]);
  expect(await lookAt(65_000)).toEqual([]);
  expect(await lookAt(70_000)).toEqual(["silent"]);
  await place.close();
});

test("is told of mail as long as it is open", async () => {
  const { place, lookAt, mailed } = createWorld();
  await lookAt(0);
  await lookAt(2000);
  expect(mailed).toHaveLength(1);
  await place.close();
  expect(mailed).toHaveLength(0);
});
