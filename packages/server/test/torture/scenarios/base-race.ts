import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { submit, untilEnded } from "../client.ts";
import { complaintsOf, faultsOfEnds } from "../outcome-of-ends.ts";
import { step } from "../plans.ts";
import { startServer } from "../server-process.ts";
import { emptyOutcome, type ScenarioOutcome } from "../server-figures.ts";
import { whole, type Stage } from "../scenario.ts";

const AT_A_TIME = 8;

/** Bases end while variants of them are sent, to another server on the same home. */
export async function raceBases({ folder, environment, random, times, onStep }: Stage): Promise<ScenarioOutcome> {
  const outcome = emptyOutcome();
  const log = join(folder, "log.txt");
  writeFileSync(log, "");
  const config = { home: join(folder, "home"), log, environment };
  const servers = [startServer(config), startServer(config)];
  const urls = await Promise.all(servers.map(({ ready }) => ready));
  const [own, other] = urls;
  if (own == null || other == null) throw new Error(servers.map(({ stderr }) => stderr()).join("\n"));
  let begun = 0;
  let running = 0;

  async function work(): Promise<void> {
    while (begun < times) {
      const name = `base-${begun++}`;
      const base = await submit(own ?? "", { jobs: [step("clip", name, { ms: whole(random, 0, 6) })] }, name);
      if (base.kind !== "taken") throw new Error(`${name}: ${JSON.stringify(base)}`);
      await wait(random() * 12);
      const variants = await Promise.all(
        ["wide", "tall"].map((variant) => {
          const jobs = [step(variant, name, { ms: 0 })];
          return submit(other ?? "", { jobs, baseExecutionId: base.id }, `${name}-${variant}`);
        }),
      );
      const ids = variants.flatMap((answer) => {
        if (answer.kind === "taken") return answer.id;
        outcome.violations.push({ figure: "complaints", detail: `${name}: ${JSON.stringify(answer)}` });
        return [];
      });
      outcome.violations.push(...faultsOfEnds(await untilEnded(other ?? "", ids, { timeoutMs: 30_000 })));
      onStep(++running);
    }
  }

  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  await Promise.all(servers.map(({ stop }) => stop()));
  outcome.violations.push(...complaintsOf(servers));
  outcome.counts = { bases: times, variants: 2 * times };
  return outcome;
}
