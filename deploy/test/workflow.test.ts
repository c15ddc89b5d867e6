import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { printedBlocks } from "../../packages/sdk/test/documentation/printed-blocks.ts";
import { commandFaults } from "../../packages/sdk/test/documentation/command-faults.ts";

const step = z.union([
  z.strictObject({
    uses: z.string().regex(/^[\w-]+\/[\w-]+@v\d+$/),
    if: z.string().optional(),
    with: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  }),
  z.strictObject({ run: z.string(), env: z.record(z.string(), z.string()).optional() }),
]);
/** What is used of GitHub's workflows. */
const workflow = z.strictObject({
  name: z.string(),
  on: z.partialRecord(z.enum(["push", "pull_request", "schedule"]), z.looseObject({})),
  jobs: z.record(
    z.string(),
    z.strictObject({ "runs-on": z.string(), "timeout-minutes": z.number(), steps: z.array(step).min(1) }),
  ),
});

describe("the workflows that the pages print", () => {
  const printed = printedBlocks("yaml").filter(({ text }) => text.includes("runs-on:"));

  it("are there", () => expect(printed).not.toEqual([]));

  it.each(printed)("are ones of GitHub's, with options that Proxx has: $place", async ({ text }) => {
    const { jobs } = workflow.parse(parse(text));
    for (const { steps } of Object.values(jobs)) {
      for (const one of steps) {
        if (!("run" in one) || !one.run.startsWith("proxx ")) continue;
        expect(await commandFaults(one.run.split(" ").slice(1))).toEqual([]);
      }
    }
  });
});
