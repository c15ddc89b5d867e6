import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLedger } from "@proxx/database";
import { PgBoss } from "pg-boss";
import { alternate } from "../compare.ts";
import type { Figure } from "./figure.ts";
import { createNoOpEngine } from "./no-op-engine.ts";

const CHAIN = 3;
const CHAINS = 100;
const SLOTS = 8;
const ROUNDS = 5;
const QUEUE = "bench";

/** Jobs that do nothing through a chain of steps, against a queue that sends, fetches and completes as many, so many at a time. */
export async function measureQueue(url: string): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), "proxx-bench-"));
  const ledger = await openLedger({ url, file: "" });
  const { engine, chain } = createNoOpEngine(ledger, home, { slots: SLOTS });
  const boss = new PgBoss({ connectionString: url, max: SLOTS, schedule: false, supervise: false });
  await boss.start();
  await boss.createQueue(QUEUE);

  async function ours(): Promise<void> {
    const finish = async () => {
      const { status } = await (await engine.start(chain(CHAIN))).finished;
      if (status !== "completed") throw new Error(`The execution ended as ${status}`);
    };
    await Promise.all(Array.from({ length: CHAINS }, finish));
  }

  async function bare(): Promise<void> {
    let left = CHAINS * CHAIN;
    const work = async () => {
      while (left-- > 0) {
        await boss.send(QUEUE, { number: left });
        const jobs = await boss.fetch(QUEUE);
        for (const { id } of jobs) await boss.complete(QUEUE, id);
      }
    };
    await Promise.all(Array.from({ length: SLOTS }, work));
  }

  try {
    const { oursMedianMs, bareMedianMs, pairs } = await alternate(ROUNDS, ours, bare);
    const rate = (milliseconds: number) => (1000 * CHAINS * CHAIN) / milliseconds;
    const ratios = pairs.map(([a, b]) => b / a).toSorted((a, b) => a - b);
    const jobs = `jobs that do nothing, in chains of ${CHAIN}`;
    return [
      { name: `Postgres: ${jobs}`, value: rate(oursMedianMs), unit: "jobs/s", most: null },
      { name: "Postgres: as many by pg-boss alone", value: rate(bareMedianMs), unit: "jobs/s", most: null },
      { name: "Postgres: the one by the other", value: ratios[ROUNDS >> 1] ?? 0, unit: "", most: null, least: 0.5 },
    ];
  } finally {
    await boss.stop({ graceful: false });
    await engine.close();
    await ledger.close();
    rmSync(home, { recursive: true });
  }
}
