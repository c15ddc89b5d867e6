import { createNode, type Node, type ParamsOf, type Signature } from "@proxx/contract";
import { mediaSource } from "@proxx/contract/parameters";
import { timedPicture } from "@proxx/composition";
import { defineFilmOperation, type CreateOperation } from "@proxx/operations";
import { openRuntime } from "@proxx/runtime";
import { compose, media, reframe } from "@proxx/sdk";
import { askFfprobe, makeClip, QUICK_H264, temporaryFolder, testPicture } from "@proxx/testing";
import { frameLumas } from "@proxx/testing/look-and-listen";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";

// What a package of its own would have.
const signature = {
  type: "acme.first",
  builder: "firstFrames",
  summary: "The first frames of a film",
  params: z.strictObject({ video: mediaSource("video").optional(), count: z.int().min(1).max(1000) }),
  inputs: [{ param: "video", accepts: ["video", "media"], required: true }],
  yields: "video",
} as const satisfies Signature;

interface FirstFramesParams extends ParamsOf<typeof signature> {}

function firstFrames(params: FirstFramesParams): Node<"video"> {
  return createNode(signature, params);
}

const createFirstFrames: CreateOperation = (resources) =>
  defineFilmOperation(resources, {
    signature,
    version: 1,
    async edit({ video, count }, context) {
      if (video === undefined) throw new TypeError("Expected `video`");
      const { picture, ...film } = await context.open(video);
      if (picture === null) throw new TypeError("Expected a picture");
      return { film: { ...film, picture: timedPicture(picture, { rate: picture.rate, frames: count }), sound: null } };
    },
  });

const clip = () =>
  makeClip("own-operation.mov", [...testPicture({ size: "64x36", rate: "25", seconds: 1 }), ...QUICK_H264]);

function open(operations: readonly CreateOperation[]) {
  const runtime = openRuntime({ environment: { PATH: process.env["PATH"] }, home: temporaryFolder(), operations });
  onTestFinished(() => runtime.close());
  return runtime;
}

const plan = () => compose(media(clip()), firstFrames({ count: 7 }), reframe({ aspectRatio: "1:1" })).toJSON();

test("an operation of another package stands in a composition, and is run where it is registered", async () => {
  expect(plan().jobs[0]).toMatchObject({ type: "media" });
  const started = await open([createFirstFrames]).engine.start(plan());
  const { status, result } = await started.finished;
  expect(status).toBe("completed");
  const path = new URL(result?.url ?? "").pathname;
  expect(frameLumas(path)).toHaveLength(7);
  expect(askFfprobe(path).streams.map(({ width, height }) => [width, height])).toEqual([[36, 36]]);
});

test("it is unknown where it is not registered, and its parameters are checked where it is", async () => {
  await expect(open([]).engine.start(plan())).rejects.toMatchObject({ issues: [{ code: "unknown_type" }] });
  const wrong = { jobs: [{ id: "a", type: "acme.first", params: { video: clip(), count: 0 } }] };
  await expect(open([createFirstFrames]).engine.explain(wrong)).rejects.toMatchObject({
    issues: [{ path: "$.jobs[0].params.count" }],
  });
  const byBuilder = { jobs: [{ id: "a", type: "firstFrames", params: { video: clip(), count: 1 } }] };
  await expect(open([createFirstFrames]).engine.explain(byBuilder)).rejects.toMatchObject({
    issues: [{ hint: "In a plan it is called `acme.first`." }],
  });
});

test("two of one name are refused", () => {
  expect(() => open([createFirstFrames, createFirstFrames])).toThrow("got `acme.first` twice");
});
