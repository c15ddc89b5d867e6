import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createRandom } from "@proxx/testing";
import { expect, test, vi } from "vitest";
import { openLedger } from "../src/index.ts";
import { onEachDatabase } from "./each-database.ts";
import { startEngine, unfinished } from "./engine-process.ts";

/** Fewer than a job may take with it. */
const ROUNDS = 4;
const PLANS = 6;

onEachDatabase((createPlace) => {
  test("of executions whose processes are killed at random moments none is lost, and what was paid for is collected", async () => {
    const random = createRandom(7);
    const place = await createPlace();
    const log = join(place.home, "log.txt");
    writeFileSync(log, "");
    const taken: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const program = startEngine({ place, log, name: `round ${round}`, plans: PLANS });
      await Promise.race([
        program.started,
        vi.waitFor(() => expect(program.taken.length).toBeGreaterThan(1 + (round % 4)), 30_000),
      ]);
      await wait(random() * 60);
      program.child.kill("SIGKILL");
      await program.closed;
      taken.push(...program.taken);
    }
    expect(taken.length).toBeGreaterThan(ROUNDS);

    const last = startEngine({ place, log, name: "last", plans: 1 });
    const ledger = await openLedger(place);
    await vi.waitFor(async () => expect(await unfinished(ledger, taken)).toEqual([]), {
      timeout: 60_000,
      interval: 200,
    });
    for (const id of taken) {
      const record = await ledger.read(id);
      expect(record?.execution).toMatchObject({ status: "completed", error: null });
    }
    await ledger.close();
    last.child.stdin?.end("close\n");
    await last.closed;

    const lines = readFileSync(log, "utf8").split("\n");
    const submitted = lines.filter((line) => line === "submitted").length;
    // One more for each that was killed between its request and the note of it.
    expect(submitted).toBeLessThanOrEqual(taken.length + 1 + ROUNDS);
  });
});
