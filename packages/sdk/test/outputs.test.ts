import { fileURLToPath } from "node:url";
import {
  compose,
  generateAudio,
  generateVideo,
  media,
  merge,
  outputs,
  reframe,
  speed,
  transcribe,
  verifyWebhook,
  type ExecuteOptions,
  type Pipeline,
} from "@proxx/sdk";
import { askFfprobe, temporaryFolder } from "@proxx/testing";
import { expect, it } from "vitest";
import { planSource } from "../src/compose/write-plan.ts";
import { readEnvironment } from "../src/execute/environment.ts";
import { execute } from "../src/execute/execute.ts";
import { startWebhookReceiver } from "./webhook-receiver.ts";

const scene = (prompt: string) => generateVideo({ prompt, duration: 1, resolution: "480p" });
const film = compose(scene("A bay"), scene("A boat"), merge());

function run(pipeline: Pipeline, options: ExecuteOptions = {}) {
  const environment = readEnvironment({ PROXX_HOME: temporaryFolder(), PATH: process.env["PATH"] });
  return execute(planSource(pipeline), options, [], { environment });
}

it("gives a wide and a tall film of the same scenes, which are made once", async () => {
  const ends = outputs({
    wide: reframe({ aspectRatio: "16:9", width: 320 }),
    tall: reframe({ aspectRatio: "9:16", width: 90 }),
  });
  const { status, result, results, jobs } = await run(compose(film, ends));
  expect(status).toBe("completed");
  expect(jobs.map(({ type }) => type)).toEqual(["generate", "generate", "merge", "reframe", "reframe"]);
  const sizes = Object.entries(results).map(([name, made]) => {
    const { width, height } = askFfprobe(fileURLToPath(made?.url ?? "")).video;
    return [name, width, height];
  });
  expect(sizes).toEqual([
    ["wide", 320, 180],
    ["tall", 90, 160],
  ]);
  expect(result).toEqual(results["tall"]);
});

it("tells a webhook of each end by its name", async () => {
  const { url, webhookAt } = await startWebhookReceiver();
  const ends = outputs({ words: transcribe(), faster: speed({ factor: 2 }) });
  const webhook = { webhookUrl: `${url}/end`, webhookSecret: "secret123", allowPrivateWebhooks: true };
  await run(compose(generateAudio({ text: "Hello" }), ends), webhook);
  const { body, headers } = await webhookAt("/end");
  const told = await verifyWebhook({ body, headers, secret: "secret123" });
  expect(Object.keys(told.results)).toEqual(["words", "faster"]);
  expect(told).toMatchObject({ status: "completed", results: { words: { kind: "transcript" }, faster: told.video } });
});

it.each<[string, Pipeline]>([
  ["a film beside another", compose(scene("A bay"), scene("A boat"))],
  ["a file beside speech", compose(media("film.mp4"), generateAudio({ text: "Hello" }))],
  ["a film beside one that names its input", compose(scene("A bay"), reframe({ video: scene("A boat"), width: 90 }))],
])("refuses what nobody would take before anything runs, and says what to do: %s", async (_, pipeline) => {
  await expect(run(pipeline)).rejects.toMatchObject({
    issues: [{ path: "$.jobs[0]", code: "output_unused", hint: expect.stringContaining("merge()") }],
  });
});
