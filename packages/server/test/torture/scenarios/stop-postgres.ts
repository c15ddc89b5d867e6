import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startCluster } from "@proxx/testing/postgres-cluster";
import { submit, untilEnded } from "../client.ts";
import { faultsOfEnds } from "../outcome-of-ends.ts";
import { fork } from "../plans.ts";
import { startServer, startWorker } from "../server-process.ts";
import { emptyOutcome, type ScenarioOutcome } from "../server-figures.ts";
import { whole, type Stage } from "../scenario.ts";

const AT_A_TIME = 6;

/** Postgres crashes every five to ten seconds, and comes back, while executions come in. */
export async function stopPostgres({ folder, random, times, onStep }: Stage): Promise<ScenarioOutcome> {
  const outcome = emptyOutcome();
  await using cluster = await startCluster();
  const log = join(folder, "log.txt");
  writeFileSync(log, "");
  const config = { home: join(folder, "home"), log, environment: { DATABASE_URL: cluster.url("postgres") } };
  const server = startServer(config);
  const worker = startWorker(config);
  const url = await server.ready;
  await worker.ready;
  if (url === null) throw new Error(`The server did not open: ${server.stderr()}`);
  const taken: string[] = [];
  let begun = 0;
  let crashes = 0;
  const done = new AbortController();

  async function work(): Promise<void> {
    while (begun < times) {
      const key = `plan-${begun++}`;
      for (;;) {
        const answer = await submit(url ?? "", fork(key, whole(random, 0, 40)), key);
        if (answer.kind === "taken") {
          onStep(taken.push(answer.id));
          break;
        }
        if (answer.kind === "unanswered") throw new Error(`The server is gone: ${server.stderr()}`);
        if (answer.status !== 503 && answer.status !== 409) {
          outcome.violations.push({ figure: "complaints", detail: `${key}: ${answer.status} ${answer.text}` });
        }
        await wait(200);
      }
      // So that there are several crashes among them.
      await wait(60);
    }
  }

  async function crash(): Promise<void> {
    while (!done.signal.aborted) {
      await wait(whole(random, 5000, 10_000), undefined, { signal: done.signal }).catch(() => {});
      if (done.signal.aborted) return;
      await cluster.crash();
      crashes += 1;
      await wait(whole(random, 100, 1500));
      await cluster.start();
    }
  }

  const crashing = crash();
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  done.abort();
  await crashing;
  outcome.violations.push(...faultsOfEnds(await untilEnded(url, taken, { timeoutMs: 60_000 + 100 * taken.length })));
  for (const [what, one] of Object.entries({ server, worker })) {
    const isThere = await Promise.race([one.ended.then(() => false), wait(0, true)]);
    if (!isThere) outcome.violations.push({ figure: "complaints", detail: `The ${what} has ended: ${one.stderr()}` });
  }
  await Promise.all([server.stop(), worker.stop()]);
  outcome.counts = { executions: taken.length, crashes };
  return outcome;
}
