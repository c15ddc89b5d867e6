import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLedger } from "@proxx/database";
import { percentile, type Figure } from "./figure.ts";
import { createNoOpEngine } from "./no-op-engine.ts";

const CHAIN = 3;
const CHAINS = 100;
const SUBMISSIONS = 60;

/** What of a job's time is ours: how many jobs that do nothing go through, and how long one waits that finds all slots free. */
export async function measureEngine(name: string, url: string | null): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), "proxx-bench-"));
  const ledger = await openLedger({ url, file: join(home, "proxx.sqlite") });
  const { engine, chain, nextBegin } = createNoOpEngine(ledger, home, { slots: 8 });
  try {
    const finish = async () => {
      const { status } = await (await engine.start(chain(CHAIN))).finished;
      if (status !== "completed") throw new Error(`The execution ended as ${status}`);
    };
    await finish();
    const waits: number[] = [];
    for (let round = 0; round < SUBMISSIONS; round++) {
      const startedAt = performance.now();
      const begins = nextBegin();
      const running = await engine.start(chain(1));
      await begins;
      waits.push(performance.now() - startedAt);
      await running.finished;
    }
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: CHAINS }, finish));
    const jobsPerSecond = (1000 * CHAINS * CHAIN) / (performance.now() - startedAt);
    return [
      {
        name: `${name}: from submission to start, p50`,
        value: percentile(waits, 0.5),
        unit: "ms",
        most: url === null ? 10 : 25,
      },
      { name: `${name}: from submission to start, p95`, value: percentile(waits, 0.95), unit: "ms", most: null },
      {
        name: `${name}: jobs that do nothing, in chains of ${CHAIN}`,
        value: jobsPerSecond,
        unit: "jobs/s",
        most: null,
      },
    ];
  } finally {
    await engine.close();
    await ledger.close();
    rmSync(home, { recursive: true });
  }
}
