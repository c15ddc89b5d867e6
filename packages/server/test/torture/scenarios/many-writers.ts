import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { submit, untilEnded } from "../client.ts";
import { complaintsOf, faultsOfEnds } from "../outcome-of-ends.ts";
import { fork } from "../plans.ts";
import { repeatsOf } from "../run-log.ts";
import type { ScriptProgramConfig } from "../script-program.ts";
import { startServer } from "../server-process.ts";
import { emptyOutcome, type ScenarioOutcome } from "../server-figures.ts";
import type { Stage } from "../scenario.ts";

const SCRIPTS = 10;
const PROGRAM = fileURLToPath(new URL("../script-program.ts", import.meta.url));

/** Two servers and ten scripts work on one home at once; a server and two of the scripts are killed in the middle. */
export async function crowdHome({ folder, environment, random, times, onStep }: Stage): Promise<ScenarioOutcome> {
  const outcome = emptyOutcome();
  let acknowledged = 0;
  let kills = 0;
  for (let round = 1; round <= times; round++) {
    const log = join(folder, `log-${round}.txt`);
    writeFileSync(log, "");
    const home = join(folder, `home-${round}`);
    const servers = [1, 2].map(() => startServer({ home, log, environment }));
    const urls = (await Promise.all(servers.map(({ ready }) => ready))).map((url) => url ?? "");
    const scripts = Array.from({ length: SCRIPTS }, (_, index) =>
      startScript({ home, log, environment, name: `script-${index}`, plans: 2 }),
    );
    const answers = Array.from({ length: 20 }, (_, index) => {
      const name = `plan-${index}`;
      return submit(urls[index % 2] ?? "", fork(name, 3), name);
    });
    await wait(random() * 3000);
    const killed = [...scripts.slice(0, 2), ...(random() < 0.5 ? servers.slice(1) : [])];
    await Promise.all(killed.map(({ kill }) => kill()));
    kills += killed.length;
    await Promise.all(scripts.map(({ ended }) => ended));
    const sent = (await Promise.all(answers)).flatMap((answer) => {
      if (answer.kind === "taken") return answer.id;
      if (answer.kind === "refused") outcome.violations.push({ figure: "complaints", detail: answer.text });
      return [];
    });
    const ids = [...sent, ...scripts.flatMap(({ taken }) => taken)];
    acknowledged += ids.length;
    outcome.violations.push(...faultsOfEnds(await untilEnded(urls[0] ?? "", ids, { timeoutMs: 60_000 })));
    const again = repeatsOf(log);
    if (again > 4 * killed.length)
      outcome.violations.push({ figure: "twice", detail: `round ${round}: ${again} jobs` });
    await Promise.all(servers.map(({ stop }) => stop()));
    outcome.violations.push(...complaintsOf([...servers, ...scripts]));
    onStep(round);
  }
  outcome.counts = { rounds: times, kills, acknowledged };
  return outcome;
}

function startScript(config: ScriptProgramConfig) {
  const child = spawn(process.execPath, ["--conditions=@proxx/source", PROGRAM, JSON.stringify(config)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const taken: string[] = [];
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  createInterface({ input: child.stdout }).on("line", (line) => {
    const [word, id] = line.split(" ");
    if (word === "taken" && id !== undefined) taken.push(id);
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const kill = () => {
    child.kill("SIGKILL");
    return ended;
  };
  return { taken, ended, kill, stderr: () => stderr };
}
