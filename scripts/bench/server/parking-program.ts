// An engine all of whose jobs are parked for an hour; it says what it holds.
import { join } from "node:path";
import { openLedger } from "@proxx/database";
import { defineOperation } from "@proxx/contract";
import { createEngine } from "@proxx/engine";
import * as builders from "@proxx/operations/builders";
import { answerQuestions, say } from "./run-program.ts";

const HOUR_MS = 3_600_000;
const JOBS_OF_EACH = 100;

const { home, url, jobs } = JSON.parse(process.argv[2] ?? "") as { home: string; url: string | null; jobs: number };
const ledger = await openLedger({ url, file: join(home, "proxx.sqlite") });
let parked = 0;
const waits = defineOperation({
  signature: builders.generateImage.signature,
  version: 1,
  approach: () => ({ provider: "slow", degradations: [], build: {}, load: "wait" }),
  async run({ prompt }, { remember, park }) {
    await remember({ provider: "slow", id: prompt });
    parked += 1;
    await park(HOUR_MS);
    return { files: [] };
  },
});
const engine = createEngine({
  home,
  ledger,
  operations: [waits],
  fetchSource: () => Promise.reject(new Error("Expected no URL")),
});

async function park(name: string, count: number): Promise<void> {
  const plan = Array.from({ length: count }, (_, index) => ({
    id: `job${index}`,
    type: "generateImage",
    params: { prompt: `${name} ${index}` },
  }));
  await engine.start({ jobs: plan, outputs: Object.fromEntries(plan.map(({ id }) => [id, `$${id}`])) });
}

async function allParked(count: number): Promise<void> {
  for (;;) {
    const { slots, jobs: counts } = await engine.figures();
    const waiting = counts.filter(({ phase }) => phase === "parked").reduce((sum, one) => sum + one.count, 0);
    if (parked >= count && waiting >= count && slots.wait.taken === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function held(): { bytes: number; resident: number } {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { bytes: heapUsed + external, resident: rss };
}

const run = Math.random();
await park(`${run} first`, JOBS_OF_EACH);
await allParked(JOBS_OF_EACH);
say(held());
await answerQuestions(async () => {
  for (let begun = 0; begun < jobs; begun += JOBS_OF_EACH) await park(`${run} ${begun}`, JOBS_OF_EACH);
  await allParked(jobs + JOBS_OF_EACH);
  const { slots } = await engine.figures();
  return { ...held(), taken: slots.wait.taken + slots.compute.taken };
});
await engine.close();
await ledger.close();
