import { jobSpecSchema, planSchema } from "@proxx/contract";
import { openRuntime } from "@proxx/runtime";
import { temporaryFolder } from "@proxx/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { printedBlocks } from "./printed-blocks.ts";

describe("the JSON that the pages print", () => {
  const documents = printedBlocks("json").map(({ place, text }) => ({ place, text, isPlan: text.includes('"jobs"') }));

  it.each(documents.filter(({ isPlan }) => isPlan))("is a plan that is taken as it is: $place", async ({ text }) => {
    const runtime = openRuntime({ environment: { PATH: process.env["PATH"] }, home: temporaryFolder() });
    onTestFinished(() => runtime.close());
    const plan = planSchema.parse(JSON.parse(text));
    const { jobs } = await runtime.engine.explain(plan);
    expect(jobs.map(({ id, outcome }) => [id, outcome])).toEqual(plan.jobs.map(({ id }) => [id, "miss"]));
  });

  it.each(documents.filter(({ isPlan }) => !isPlan))("is a JobSpec: $place", ({ text }) => {
    expect(() => jobSpecSchema.parse(JSON.parse(text))).not.toThrow();
  });
});
