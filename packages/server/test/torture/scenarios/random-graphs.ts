import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { hearEvents, look, submit, type Heard } from "../client.ts";
import { complaintsOf } from "../outcome-of-ends.ts";
import { step, type Step } from "../plans.ts";
import { startReceiver } from "../receiver.ts";
import { readLog, type LogLine } from "../run-log.ts";
import { startServer } from "../server-process.ts";
import { emptyOutcome, type ScenarioOutcome } from "../server-figures.ts";
import { whole, type Stage } from "../scenario.ts";

const AT_A_TIME = 16;

interface Graph {
  name: string;
  jobs: Step[];
}

/** Graphs of up to eight steps, some of which fail, some of which are cancelled, all of which tell a webhook. */
export async function runGraphs({ folder, environment, random, times, onStep }: Stage): Promise<ScenarioOutcome> {
  const outcome = emptyOutcome();
  const log = join(folder, "log.txt");
  writeFileSync(log, "");
  const receiver = await startReceiver();
  const server = startServer({ home: join(folder, "home"), log, environment });
  const url = await server.ready;
  if (url === null) throw new Error(`The server did not open: ${server.stderr()}`);
  const graphs: Graph[] = [];
  const ends: Record<string, number> = {};
  const taken: string[] = [];
  let begun = 0;
  let done = 0;

  async function work(): Promise<void> {
    while (begun < times) {
      const graph = drawGraph(`graph-${begun++}`, random);
      graphs.push(graph);
      const webhook = { url: receiver.url };
      const answer = await submit(url ?? "", { jobs: graph.jobs, webhook }, graph.name);
      if (answer.kind !== "taken") throw new Error(`${graph.name}: ${JSON.stringify(answer)}`);
      taken.push(answer.id);
      const hearing = hearEvents(url ?? "", answer.id);
      if (random() < 0.15) {
        await wait(random() * 25);
        await fetch(`${url}/api/execute/${answer.id}/cancel`, { method: "POST" });
      }
      const status = checkEnd(graph, answer.id, await hearing);
      ends[status] = (ends[status] ?? 0) + 1;
      onStep(++done);
    }
  }

  /** What was heard has to agree with what the execution says when it has ended. */
  function checkEnd({ name, jobs }: Graph, id: string, heard: readonly Heard[]): string {
    const last = heard.findLast(({ type }) => type === "execution-ended");
    if (last === undefined) {
      outcome.violations.push({ figure: "stuck", detail: `${name}, ${id}: ${heard.length} events` });
      return "stuck";
    }
    const terminal = heard.filter(({ type }) => type === "execution-ended").length;
    if (terminal !== 1) outcome.violations.push({ figure: "wrongEnd", detail: `${name} ended ${terminal} times` });
    const progress = heard.filter(({ type }) => type === "execution-progress").map(({ data }) => data.progress ?? 0);
    const fell = progress.findIndex((value, index) => value < (progress[index - 1] ?? 0));
    if (fell !== -1) outcome.violations.push({ figure: "disorder", detail: `${name}: ${progress.join(", ")}` });
    const status = last.data.status ?? "unknown";
    const fails = jobs.some(({ params }) => params.fails);
    const expected = fails ? ["failed", "cancelled"] : ["completed", "cancelled"];
    if (!expected.includes(status)) {
      outcome.violations.push({
        figure: "wrongEnd",
        detail: `${name} is ${status} in place of ${expected.join(" or ")}`,
      });
    }
    return status;
  }

  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  for (const id of taken) {
    if ((await look(url, id)) === null) outcome.violations.push({ figure: "lost", detail: id });
  }
  await receiver.until(() => taken.every((id) => receiver.messagesOf(id).size > 0), 30_000);
  for (const id of taken) {
    const messages = receiver.messagesOf(id);
    if (messages.size !== 1) outcome.violations.push({ figure: "untold", detail: `${id}: ${messages.size} messages` });
  }
  outcome.violations.push(...disorderOf(readLog(log), graphs));
  await server.stop();
  await receiver.close();
  outcome.violations.push(...complaintsOf([server]));
  outcome.counts = { graphs: times, jobs: graphs.reduce((sum, { jobs }) => sum + jobs.length, 0), ...ends };
  return outcome;
}

function drawGraph(name: string, random: () => number): Graph {
  const jobs: Step[] = [];
  const count = whole(random, 1, 8);
  for (let index = 0; index < count; index++) {
    const earlier = jobs.map(({ id }) => id);
    const after = earlier.filter(() => random() < 0.3).slice(-3);
    const { params, ...rest } = step(`s${index}`, name, { ms: whole(random, 0, 4), after });
    jobs.push({ ...rest, params: { ...params, fails: random() < 0.05 } });
  }
  // All lead to the last, so that the plan has one end.
  const ends = jobs.filter(({ id }) => !jobs.some(({ dependsOn = [] }) => dependsOn.includes(id))).map(({ id }) => id);
  jobs.push(step("end", name, { ms: 0, after: ends }));
  return { name, jobs };
}

/** Steps that began before what they depend on had ended, by what was written down. */
function disorderOf(lines: readonly LogLine[], graphs: readonly Graph[]): ScenarioOutcome["violations"] {
  const before = new Map<string, string[]>();
  for (const { name, jobs } of graphs) {
    for (const { id, dependsOn = [] } of jobs) {
      before.set(
        `${name} ${id}`,
        dependsOn.map((other) => `${name} ${other}`),
      );
    }
  }
  const ended = new Set<string>();
  const violations: ScenarioOutcome["violations"] = [];
  for (const { what, name } of lines) {
    if (what === "ended") ended.add(name);
    else if (!before.get(name)?.every((other) => ended.has(other))) {
      violations.push({ figure: "disorder", detail: `${name} began before ${before.get(name)?.join(", ")}` });
    }
  }
  return violations;
}
