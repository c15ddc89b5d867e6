import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { submit, untilEnded } from "../client.ts";
import { complaintsOf, faultsOfEnds } from "../outcome-of-ends.ts";
import { fork } from "../plans.ts";
import { repeatsOf } from "../run-log.ts";
import { startServer, type ServerProcess } from "../server-process.ts";
import { emptyOutcome, type ScenarioOutcome } from "../server-figures.ts";
import { whole, type Stage } from "../scenario.ts";

const WRITERS = 4;
const STEP_MS = 8;

/**
 * A server is killed while plans come in, and started again on the same home, so many times. Clients do as they should:
 * what was not answered is sent again, with the same key, to the next server.
 */
export async function killServer({ folder, environment, random, times, onStep }: Stage): Promise<ScenarioOutcome> {
  const outcome = emptyOutcome();
  const log = join(folder, "log.txt");
  writeFileSync(log, "");
  const config = { home: join(folder, "home"), log, environment };
  const taken = new Map<string, string>();
  const refused: string[] = [];
  const opened: number[] = [];
  let next = 0;
  let open: string[] = [];

  async function write(server: ServerProcess, url: string): Promise<void> {
    const gone = new AbortController();
    void server.ended.then(() => gone.abort());
    while (!gone.signal.aborted) {
      const key = open.pop() ?? `plan-${next++}`;
      const answer = await submit(url, fork(key, STEP_MS), key);
      if (answer.kind === "taken") taken.set(key, answer.id);
      else if (answer.kind === "refused") refused.push(`${key}: ${answer.status} ${answer.text}`);
      else open.push(key);
    }
  }

  for (let kill = 1; kill <= times; kill++) {
    const server = startServer(config);
    const url = await server.ready;
    if (url === null) {
      outcome.violations.push({ figure: "unopened", detail: `before kill ${kill}: ${server.stderr().slice(-500)}` });
      continue;
    }
    opened.push(server.readyMs());
    const writing = Array.from({ length: WRITERS }, () => write(server, url));
    await wait(whole(random, 50, 600));
    await server.kill();
    await Promise.all(writing);
    outcome.violations.push(...complaintsOf([server]));
    onStep(kill);
  }

  const last = startServer(config);
  const url = await last.ready;
  if (url === null) throw new Error(`The last server did not open: ${last.stderr()}`);
  opened.push(last.readyMs());
  for (const key of open) {
    const answer = await submit(url, fork(key, STEP_MS), key);
    if (answer.kind === "taken") taken.set(key, answer.id);
    else refused.push(`${key}: ${JSON.stringify(answer)}`);
  }
  const ends = await untilEnded(url, [...taken.values()], { timeoutMs: 60_000 + 50 * taken.size });
  outcome.violations.push(...faultsOfEnds(ends));
  const again = repeatsOf(log);
  // A killed server had as many jobs in its hands as it has slots, and each may have been about to say that it had ended.
  if (again > 4 * times) outcome.violations.push({ figure: "twice", detail: `${again} jobs, ${times} kills` });
  outcome.violations.push(...refused.map((detail) => ({ figure: "complaints" as const, detail })));
  await last.stop();
  outcome.counts = { kills: times, acknowledged: taken.size, "ran again": again };
  outcome.times = { reopened: opened };
  return outcome;
}
