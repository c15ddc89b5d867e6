import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startCluster } from "@proxx/testing/postgres-cluster";
import { hearEvents, look, submit, untilEnded } from "../client.ts";
import { complaintsOf, faultsOfEnds } from "../outcome-of-ends.ts";
import { step } from "../plans.ts";
import { readLog } from "../run-log.ts";
import { startServer, startWorker } from "../server-process.ts";
import { emptyOutcome, type ScenarioOutcome } from "../server-figures.ts";
import type { Stage } from "../scenario.ts";

const AT_ONCE = 5;
const STEP_MS = 2000;

/**
 * On Postgres: a worker stands still (SIGSTOP) with a job in its hands for so long that it counts as gone, another one does
 * the job, and then the first goes on and says what came of it. Nobody is to hear that.
 */
export async function stopWorkers({ folder, times, onStep }: Stage): Promise<ScenarioOutcome> {
  const outcome = emptyOutcome();
  await using cluster = await startCluster();
  let late = 0;
  let jobs = 0;
  for (let round = 0; jobs < times; round++) {
    const log = join(folder, `log-${round}.txt`);
    writeFileSync(log, "");
    const config = { home: join(folder, "home"), log, environment: { DATABASE_URL: cluster.url("postgres") } };
    const server = startServer({ ...config, onlyAdmits: true });
    const url = await server.ready;
    if (url === null) throw new Error(`The server did not open: ${server.stderr()}`);
    const stopped = Array.from({ length: 2 }, () => startWorker(config));
    await Promise.all(stopped.map(({ ready }) => ready));
    const names = Array.from({ length: AT_ONCE }, (_, index) => `stop-${round}-${index}`);
    const ids: string[] = [];
    for (const name of names) {
      const answer = await submit(url, { jobs: [step("only", name, { ms: STEP_MS })] }, name);
      if (answer.kind !== "taken") throw new Error(`${name}: ${JSON.stringify(answer)}`);
      ids.push(answer.id);
    }
    while (readLog(log).filter(({ what }) => what === "began").length < AT_ONCE) await wait(10);
    for (const { pid } of stopped) process.kill(pid, "SIGSTOP");
    const other = startWorker(config);
    const ends = await untilEnded(url, ids, { timeoutMs: 90_000 });
    outcome.violations.push(...faultsOfEnds(ends));
    for (const { pid } of stopped) process.kill(pid, "SIGCONT");
    // They come to the end of what they had, and say so, or are told that nobody wants it.
    await wait(STEP_MS + 1000);
    for (const [index, id] of ids.entries()) {
      jobs += 1;
      const before = JSON.stringify(ends.get(id));
      const after = JSON.stringify(await look(url, id));
      if (before !== after) outcome.violations.push({ figure: "stale", detail: `${id}: ${before} became ${after}` });
      const ended = (await hearEvents(url, id)).filter(({ type }) => type === "job-ended").length;
      if (ended !== 1) outcome.violations.push({ figure: "stale", detail: `${id}: its job ended ${ended} times` });
      const wrote = readLog(log).filter(({ name }) => name === `${names[index]} only`);
      if (new Set(wrote.map(({ pid }) => pid)).size > 1) late += 1;
    }
    await Promise.all([server, other, ...stopped].map(({ stop }) => stop()));
    outcome.violations.push(...complaintsOf([server, other, ...stopped]));
    onStep(jobs);
  }
  outcome.counts = { "jobs under a process that stood still": jobs, "taken over": late };
  return outcome;
}
