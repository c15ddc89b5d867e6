import { defineOperation } from "@proxx/contract";
import { generateVideo, reframe } from "@proxx/operations/builders";
import { expect, test } from "vitest";
import { checkPlan } from "../plan/check-plan.ts";
import { ingredientsOf, jobKey } from "./job-key.ts";

const approach = () => ({ provider: null, degradations: [], build: { t: "1" }, load: "compute" as const });
const run = () => Promise.reject(new Error("Expected nothing to be run"));
const operations = [
  defineOperation({ signature: reframe.signature, version: 1, approach, run }),
  defineOperation({ signature: generateVideo.signature, version: 1, approach, run }),
];

async function keyOf(type: string, params: object): Promise<string> {
  const checked = await checkPlan({ jobs: [{ id: "a", type, params }] }, { operations });
  if ("issues" in checked) throw new Error(checked.issues[0]?.message);
  const job = checked.plan.resultJob;
  return jobKey(ingredientsOf(job, new Map(job.sources.map(({ source, place }) => [source, `id:${place}`]))));
}

// What was made by earlier versions is found by these: a key that changes makes all of it anew.
test.each([
  [
    "reframe",
    {
      video: "a.mp4",
      aspectRatio: "9:16",
      mode: "auto",
      anchor: "top",
      focus: { x: 0.2, y: 1 },
      background: "red",
      loudness: -14,
    },
    "e5aac966c636dfcfa602cd11abcff3f68da12d2e29aa7ea077e601eb652827db",
  ],
  [
    "generate",
    { prompt: "$$5", aspectRatio: "1920:1080" },
    "c3d92e220a32fdfc5bdaeaf4cb1b56ad1c75a30c519719ae7819f3b802d1e9a3",
  ],
])("of %s stays what it was", async (type, params, key) => {
  expect(await keyOf(type, params)).toBe(key);
});

test("tells shapes apart as they are written", async () => {
  expect(await keyOf("reframe", { video: "a.mp4", aspectRatio: "9:16" })).not.toBe(
    await keyOf("reframe", { video: "a.mp4", aspectRatio: "18:32" }),
  );
});
