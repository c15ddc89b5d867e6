import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startCluster } from "@proxx/testing/postgres-cluster";
import { submit, untilEnded } from "../client.ts";
import { complaintsOf, faultsOfEnds } from "../outcome-of-ends.ts";
import { step } from "../plans.ts";
import { readLog, repeatsOf, type LogLine } from "../run-log.ts";
import { startServer, startWorker, type ServerProcess } from "../server-process.ts";
import { emptyOutcome, type ScenarioOutcome } from "../server-figures.ts";
import { whole, type Stage } from "../scenario.ts";

const EXECUTIONS_A_KILL = 4;
/** 95 of 100 jobs whose process was killed have begun again by then. */
const LIMIT_MS = 20_000;

/** On Postgres: a server that only admits, one that works too, two workers; one of them after the other is killed. */
export async function killWorkers({ folder, random, times, onStep }: Stage): Promise<ScenarioOutcome> {
  const outcome = emptyOutcome();
  await using cluster = await startCluster();
  const log = join(folder, "log.txt");
  writeFileSync(log, "");
  const config = { home: join(folder, "home"), log, environment: { DATABASE_URL: cluster.url("postgres") } };
  const roles = [
    () => startServer({ ...config, onlyAdmits: true }),
    () => startServer(config),
    () => startWorker(config),
    () => startWorker(config),
  ];
  const live = roles.map((begin) => begin());
  const all = [...live];
  const taken: string[] = [];
  const killedAt = new Map<number, number>();
  await Promise.all(live.map(({ ready }) => ready));
  let next = 0;

  /** To one of the servers, and where that is gone to the other, again and again with the same key. */
  async function send(): Promise<void> {
    const key = `plan-${next++}`;
    const jobs = ["a", "b", "c"].map((id) => step(id, key, { ms: whole(random, 20, 200) }));
    const plan = {
      jobs: [
        ...jobs,
        step("both", key, { ms: 20, after: ["a", "b"] }),
        step("end", key, { ms: 5, after: ["both", "c"] }),
      ],
    };
    for (let attempt = 0; ; attempt++) {
      const url = await live[attempt % 2]?.ready;
      const answer = url == null ? null : await submit(url, plan, key);
      if (answer?.kind === "taken") return void taken.push(answer.id);
      if (answer?.kind === "refused" && answer.status < 500 && answer.status !== 409) {
        return void outcome.violations.push({ figure: "complaints", detail: `${key}: ${answer.text}` });
      }
      await wait(20);
    }
  }

  for (let kill = 1; kill <= times; kill++) {
    const sending = Array.from({ length: EXECUTIONS_A_KILL }, send);
    await wait(whole(random, 200, 900));
    const index = whole(random, 0, live.length - 1);
    const victim = live[index];
    const begin = roles[index];
    if (victim === undefined || begin === undefined) throw new TypeError("Expected a process");
    killedAt.set(victim.pid, Date.now());
    await victim.kill();
    outcome.violations.push(...complaintsOf([victim]));
    const replacement: ServerProcess = begin();
    live[index] = replacement;
    all.push(replacement);
    await Promise.all(sending);
    onStep(kill);
  }
  const url = await live[0]?.ready;
  if (url == null) throw new Error(`The last server did not open: ${live[0]?.stderr()}`);
  const ends = await untilEnded(url, taken, { timeoutMs: 60_000 + 100 * taken.length });
  outcome.violations.push(...faultsOfEnds(ends));
  const again = repeatsOf(log);
  if (again > 4 * times) outcome.violations.push({ figure: "twice", detail: `${again} jobs, ${times} kills` });
  const restarts = restartsOf(readLog(log), killedAt);
  const late = restarts.toSorted((one, other) => one - other)[Math.floor(restarts.length * 0.95)] ?? 0;
  if (late > LIMIT_MS) outcome.violations.push({ figure: "stuck", detail: `95 of 100 began again within ${late} ms` });
  await Promise.all(live.map(({ stop }) => stop()));
  outcome.violations.push(...complaintsOf(live));
  outcome.counts = { kills: times, executions: taken.length, jobs: 5 * taken.length, "ran again": again };
  outcome.times = { "began again": restarts };
  return outcome;
}

/** From the kill of the process of a job to the job's next beginning. */
function restartsOf(lines: readonly LogLine[], killedAt: ReadonlyMap<number, number>): number[] {
  const running = new Map<string, number>();
  const restarts: number[] = [];
  for (const { what, name, pid, atMs } of lines) {
    const before = running.get(name);
    const killed = before === undefined ? undefined : killedAt.get(before);
    if (what === "ended") running.delete(name);
    else {
      if (killed !== undefined) restarts.push(atMs - killed);
      running.set(name, pid);
    }
  }
  return restarts;
}
