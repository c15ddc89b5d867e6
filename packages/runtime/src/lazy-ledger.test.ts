import { ProxxError } from "@proxx/contract";
import { createMemoryLedger } from "@proxx/engine";
import { expect, test } from "vitest";
import { createLazyLedger } from "./lazy-ledger.ts";

test("who waits for a database that is away says nothing, so that it is told once a minute", async () => {
  const away = new ProxxError("database_unreachable", "The database cannot be reached.", { hint: "", retryable: true });
  const wrong = new TypeError("A fault.");
  let nowMs = 0;
  let trouble: Error | null = null;
  const told: unknown[] = [];
  const ledger = createLazyLedger(
    async () => ({
      ...createMemoryLedger(),
      async left() {
        if (trouble !== null) throw trouble;
        return [];
      },
    }),
    { onFault: (fault) => told.push(fault), now: () => nowMs },
  );
  expect(await ledger.left()).toEqual([]);
  for (const [at, error] of [
    [0, away],
    [5000, away],
    [59_999, away],
    [60_000, away],
    [130_000, wrong],
  ] as const) {
    nowMs = at;
    trouble = error;
    await expect(ledger.left()).rejects.toBe(error);
  }
  expect(told).toEqual([away, away]);
});
