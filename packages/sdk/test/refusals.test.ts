import {
  captions,
  compose,
  executePlan,
  generateVideo,
  lipSync,
  media,
  merge,
  overlayAudio,
  PlanValidationError,
  reframe,
  type Pipeline,
} from "@proxx/sdk";
import { temporaryFolder } from "@proxx/testing";
import { expect, it } from "vitest";
import { planSource } from "../src/compose/write-plan.ts";
import { readEnvironment } from "../src/execute/environment.ts";
import { execute } from "../src/execute/execute.ts";

const scene = generateVideo({ prompt: "Scene" });

async function refusalOf(pipeline: Pipeline): Promise<PlanValidationError> {
  const environment = readEnvironment({ PROXX_HOME: temporaryFolder(), PATH: process.env["PATH"] });
  const error: unknown = await execute(planSource(pipeline), {}, [], { environment }).catch((cause: unknown) => cause);
  if (!(error instanceof PlanValidationError)) throw new Error(`Expected a refusal, got ${String(error)}`);
  return error;
}

it.each<[string, Pipeline, string, RegExp]>([
  [
    "nothing before it",
    compose(reframe({ aspectRatio: "9:16" })),
    "reframe(…) has no input: put a clip before it. [$.jobs[0].params.video]",
    /^`compose\(clip, reframe\(…\)\)`, or name it: `reframe\(\{ video: … \}\)`\.$/,
  ],
  [
    "something missing beside the clip before it",
    compose(scene, overlayAudio()),
    "overlayAudio(…) has no `audio`. [$.jobs[1].params.audio]",
    /^Name it: `overlayAudio\(\{ audio: … \}\)`, or put the step that makes it before\.$/,
  ],
  [
    "a model that is only a name",
    compose(generateVideo({ prompt: "Scene", ...JSON.parse('{ "model": "bytedance/seedance-1-pro" }') })),
    'generateVideo({ model }): Expected `model` to be an object, got the text "bytedance/seedance-1-pro". [$.jobs[0].params.model]',
    /^Name it by its provider, such as `replicate\("bytedance\/seedance-1-pro"\)`\.$/,
  ],
  [
    "a subtitle file among the words",
    compose(media("a.mp4"), captions({ ...JSON.parse('{ "captions": "a.srt" }') })),
    'captions({ captions }): Expected words, cues, or a reference such as `$job1` (a subtitle file is `file`), got the text "a.srt". [$.jobs[1].params.captions]',
    /./,
  ],
  [
    "nobody to take it",
    compose(scene, generateVideo({ prompt: "Other" })),
    "Nothing takes what generateVideo(…) makes. [$.jobs[0]]",
    /`merge\(\)`.*`outputs\(\{ … \}\)`/,
  ],
  [
    "too much before it",
    compose(scene, media("a.mp4"), reframe({ aspectRatio: "1:1" })),
    "reframe(…) has no place for all that stands before it. [$.jobs[2].dependsOn[1]]",
    /`merge\(\)`/,
  ],
  [
    "a parameter out of range",
    compose(generateVideo({ prompt: "Scene", duration: 1e6 })),
    "generateVideo({ duration }): Expected `duration` to be at most 86400, got the number 1000000. [$.jobs[0].params.duration]",
    /^The types of `generateVideo` say what it takes\.$/,
  ],
])("says of %s what the author of a film can act on", async (_, pipeline, message, hint) => {
  const { message: said, issues } = await refusalOf(pipeline);
  expect(said).toBe(message);
  expect(issues[0]?.hint).toMatch(hint);
});

it("says of a webhook's address by the option that gave it", async () => {
  const refused = compose(scene).execute({ webhookUrl: "myapp.com/webhook" });
  await expect(refused).rejects.toMatchObject({
    issues: [
      {
        path: "$.webhook.url",
        message: 'webhookUrl: Expected an http or https URL, got the text "myapp.com/webhook".',
        hint: "Give the whole address, such as `https://example.com/webhook`.",
      },
    ],
  });
});

it("shows how a list of clips is written", () => {
  const clips: [never, never] = JSON.parse("[{}, {}]");
  expect(() => merge(...clips)).toThrow("Write `merge([…], { … })`");
});

it("counts the issues, each with its place in the plan", async () => {
  const { message, issues } = await refusalOf(compose(lipSync(), merge({ transitionDuration: 99 })));
  expect(message).toMatch(/^lipSync\(…\) has no input: put a clip before it\. \[.*\] \(and \d more issues?\)$/);
  expect(issues.map(({ path }) => path)).toContain("$.jobs[1].params.transitionDuration");
});

it("leaves a plan that was written by hand in the plan's words", async () => {
  const written = executePlan({ jobs: [{ id: "tall", type: "reframe", params: { aspectRatio: "9:16" } }] });
  await expect(written).rejects.toThrow("$.jobs[0].params.video: `reframe` needs `video`");
});
