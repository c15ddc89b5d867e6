import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Ledger } from "@proxx/engine";
import { createRandom } from "@proxx/testing";
import { expect, test, vi } from "vitest";
import { openLedger } from "../src/index.ts";
import { onEachDatabase } from "./each-database.ts";
import type { EngineProgramConfig } from "./engine-program.ts";

const PROGRAM = fileURLToPath(new URL("./engine-program.ts", import.meta.url));
/** Fewer than a job may take with it. */
const ROUNDS = 4;
const PLANS = 6;

interface Started {
  child: ChildProcess;
  /** The executions that it said it had taken. */
  taken: string[];
  started: Promise<void>;
  closed: Promise<unknown>;
}

function start(config: EngineProgramConfig): Started {
  const child = spawn(process.execPath, ["--conditions=@proxx/source", PROGRAM, JSON.stringify(config)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const taken: string[] = [];
  const { promise: started, resolve } = Promise.withResolvers<void>();
  if (child.stdout === null) throw new Error("Expected an output");
  createInterface({ input: child.stdout }).on("line", (line) => (line === "started" ? resolve() : taken.push(line)));
  const closed = new Promise((done) => child.once("close", done));
  return { child, taken, started, closed };
}

onEachDatabase((createPlace) => {
  test("of executions whose processes are killed at random moments none is lost, and what was paid for is collected", async () => {
    const random = createRandom(7);
    const place = await createPlace();
    const log = join(place.home, "log.txt");
    writeFileSync(log, "");
    const taken: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const program = start({ place, log, name: `round ${round}`, plans: PLANS });
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

    const last = start({ place, log, name: "last", plans: 1 });
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

async function unfinished(ledger: Ledger, ids: readonly string[]): Promise<string[]> {
  const records = await Promise.all(ids.map((id) => ledger.read(id)));
  return records.flatMap((record, index) => (record?.execution.completedAtMs == null ? [ids[index] ?? ""] : []));
}
