import { expect, test } from "vitest";
import { clip, createWorld, job } from "./world.ts";

test("costs little beside the work itself", async () => {
  const world = createWorld();
  const shapes = {
    "200 jobs beside one another": Array.from({ length: 200 }, (_, index) => clip(`j${index}`)),
    "200 jobs one after the other": Array.from({ length: 200 }, (_, index) =>
      index === 0 ? clip("k0") : job(`k${index}`, "transcode", {}, [`k${index - 1}`]),
    ),
    "200 jobs that make no file": Array.from({ length: 200 }, (_, index) =>
      index === 0 ? clip("l0") : job(`l${index}`, "transcribe", { media: "$l0", language: language(index) }),
    ),
  };
  const lines: string[] = [];
  for (const [name, jobs] of Object.entries(shapes)) {
    for (const round of ["made", "reused"]) {
      const startedAt = performance.now();
      const execution = await world.run(jobs);
      expect(execution.status).toBe("completed");
      lines.push(`${name}, ${round}: ${((performance.now() - startedAt) / jobs.length).toFixed(2)} ms a job`);
    }
  }
  console.log(lines.join("\n"));
  expect(world.runs).toHaveLength(600);
});

function language(index: number): string {
  return `en-x${String(index).padStart(3, "0")}`;
}
