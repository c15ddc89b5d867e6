import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { submit, untilEnded, type Answer } from "../client.ts";
import { step } from "../plans.ts";
import { endsOf } from "../run-log.ts";
import { startServer } from "../server-process.ts";
import { emptyOutcome, type ScenarioOutcome } from "../server-figures.ts";
import type { Stage } from "../scenario.ts";

const AT_ONCE = 50;

/** The same request with the same key, fifty times at once, to two servers on one home. */
export async function sendTheSame({ folder, environment, times, onStep }: Stage): Promise<ScenarioOutcome> {
  const outcome = emptyOutcome();
  const log = join(folder, "log.txt");
  writeFileSync(log, "");
  const config = { home: join(folder, "home"), log, environment };
  const servers = [startServer(config), startServer(config)];
  const urls = (await Promise.all(servers.map(({ ready }) => ready))).map((url) => url ?? "");
  let answered = 0;
  for (let round = 1; round <= times; round++) {
    const key = `same-${round}`;
    const plan = { jobs: [step("only", key, { ms: 1 })] };
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) => untilTaken(urls[index % 2] ?? "", plan, key)),
    );
    const ids = new Set(answers.flatMap((answer) => (answer.kind === "taken" ? answer.id : [])));
    answered += answers.length;
    if (ids.size !== 1) outcome.violations.push({ figure: "doubled", detail: `${key}: ${[...ids].join(", ")}` });
    for (const answer of answers) {
      if (answer.kind !== "taken") outcome.violations.push({ figure: "complaints", detail: JSON.stringify(answer) });
    }
    const ends = await untilEnded(urls[0] ?? "", [...ids], { timeoutMs: 30_000 });
    for (const [id, execution] of ends) {
      if (execution?.status !== "completed") outcome.violations.push({ figure: "stuck", detail: `${key}: ${id}` });
    }
    onStep(round);
  }
  for (const [name, count] of endsOf(log)) {
    if (count !== 1) outcome.violations.push({ figure: "twice", detail: `${name}: ${count} times` });
  }
  await Promise.all(servers.map(({ stop }) => stop()));
  outcome.counts = { keys: times, requests: answered };
  return outcome;
}

/** A request whose twin is being answered is told so, and sent again, as the answer says. */
async function untilTaken(url: string, plan: object, key: string): Promise<Answer> {
  for (;;) {
    const answer = await submit(url, plan, key);
    if (answer.kind !== "refused" || answer.status !== 409) return answer;
    await wait(10);
  }
}
