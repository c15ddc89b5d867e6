import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { FAKE_KEY, startFakeFal } from "@proxx/testing/fake-providers";
import { makeClip, QUICK_H264, testPicture } from "@proxx/testing";
import { submit, untilEnded } from "../client.ts";
import { startServer } from "../server-process.ts";
import { emptyOutcome, type ScenarioOutcome } from "../server-figures.ts";
import type { Stage } from "../scenario.ts";

const MODEL = "fal-ai/acme/clip";
/** On the way to the provider, and what it is asked then. */
const STEPS = ["taken", "submit", "poll", "result", "file"] as const;
const LONGEST_WAY_MS = 60;

/** A server is killed at each step of a run at a provider, which counts what it is asked to make and to pay for. */
export async function killPaidRuns({ folder, environment, random, times, onStep }: Stage): Promise<ScenarioOutcome> {
  const outcome = emptyOutcome();
  const log = join(folder, "log.txt");
  writeFileSync(log, "");
  const clip = makeClip("paid.mp4", [...testPicture({ size: "64x36", rate: "25", seconds: 0.2 }), ...QUICK_H264]);
  const data = readFileSync(clip);
  const fal = await startFakeFal({ results: { "*": { data, mediaType: "video/mp4" } }, polls: 2 });
  const config = {
    home: join(folder, "home"),
    log,
    environment: { ...environment, FAL_BASE_URL: fal.baseUrl, FAL_KEY: FAKE_KEY, PROXX_LOG_LEVEL: "error" },
  };
  const taken = new Map<string, string>();
  let server = startServer(config);
  for (let round = 1; round <= times; round++) {
    const url = await server.ready;
    if (url === null) throw new Error(`The server did not open: ${server.stderr()}`);
    const name = `paid clip ${round}`;
    const job = {
      id: "clip",
      type: "generate",
      params: { prompt: name, model: { provider: "fal", model: MODEL }, duration: 1 },
    };
    const answer = await submit(url, { jobs: [job] }, name.replaceAll(" ", "-"));
    if (answer.kind !== "taken") throw new Error(`${name}: ${JSON.stringify(answer)}`);
    taken.set(name, answer.id);
    // The steps, one after the other, and a random moment of each.
    const step = STEPS[round % STEPS.length] ?? "taken";
    if (step === "taken") await wait(random() * LONGEST_WAY_MS);
    else {
      const before = fal.requestsAt(step).length;
      const deadline = performance.now() + 5000;
      while (fal.requestsAt(step).length === before && performance.now() < deadline) await wait(1);
      await wait(random() * 8);
    }
    await server.kill();
    server = startServer(config);
    onStep(round);
  }
  const url = await server.ready;
  if (url === null) throw new Error(`The last server did not open: ${server.stderr()}`);
  const ends = await untilEnded(url, [...taken.values()], { timeoutMs: 120_000 });
  for (const [id, execution] of ends) {
    if (execution === null) outcome.violations.push({ figure: "lost", detail: id });
    else if (execution.completedAt === null) outcome.violations.push({ figure: "stuck", detail: id });
    else if (execution.status !== "completed") {
      outcome.violations.push({ figure: "forgotten", detail: `${id}: ${execution.error?.message}` });
    }
  }
  const submissions = fal.requestsAt("submit").length;
  const again = submissions - times;
  if (again > times / 100) outcome.violations.push({ figure: "paidTwice", detail: `${submissions} for ${times}` });
  await server.stop();
  await fal.close();
  outcome.counts = { kills: times, submissions };
  return outcome;
}
