import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { submit, untilEnded } from "../client.ts";
import { complaintsOf } from "../outcome-of-ends.ts";
import { fork } from "../plans.ts";
import { startServer } from "../server-process.ts";
import { emptyOutcome, type ScenarioOutcome } from "../server-figures.ts";
import type { Stage } from "../scenario.ts";

/** A server is killed at a random moment of its very first start, so many times; the next one has to open what is there. */
export async function killStart({ folder, environment, random, times, onStep }: Stage): Promise<ScenarioOutcome> {
  const outcome = emptyOutcome();
  const log = join(folder, "log.txt");
  writeFileSync(log, "");
  const opened: number[] = [];
  let firstMs = 1000;
  for (let round = 1; round <= times; round++) {
    const config = { home: join(folder, `home-${round}`), log, environment };
    const first = startServer(config);
    await Promise.race([wait(random() * firstMs * 1.2), first.ended]);
    await first.kill();
    const second = startServer(config);
    const url = await second.ready;
    if (url === null) {
      outcome.violations.push({ figure: "unopened", detail: `home ${round}: ${second.stderr().slice(-500)}` });
      continue;
    }
    opened.push(second.readyMs());
    firstMs = second.readyMs();
    const answer = await submit(url, fork(`start-${round}`, 0), `start-${round}`);
    const id = answer.kind === "taken" ? answer.id : null;
    const execution = id === null ? null : (await untilEnded(url, [id], { timeoutMs: 30_000 })).get(id);
    if (execution?.status !== "completed") {
      outcome.violations.push({ figure: "wrongEnd", detail: `home ${round}: ${JSON.stringify(execution ?? answer)}` });
    }
    await second.stop();
    outcome.violations.push(...complaintsOf([second]));
    onStep(round);
  }
  outcome.counts = { kills: times };
  outcome.times = { opened };
  return outcome;
}
