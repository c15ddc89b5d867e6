import { rational } from "@proxx/media";
import { expect, test } from "vitest";
import { inspectedSource, planOf } from "../../test/inspected-source.ts";

test("a rate that looks like one of mxf's is told apart from it by its exact numbers", () => {
  const source = inspectedSource({ video: { frameRate: rational(2997, 100), averageRate: rational(2997, 100) } });
  const { problems } = planOf({ ...source, timeLine: { ...source.timeLine, stepSeconds: 100 / 2997 } }, MXF);
  expect(problems).toMatchObject([
    { code: "rate_unsupported", field: "fps_mode", message: expect.stringMatching(/30000\/1001 .*2997\/100/) },
  ]);
  expect(problems[0]?.hint).toContain('"force_29_97"');
  expect(problems[0]?.hint).toContain("one frame in 1000000");
});

const MXF = { codec: "dnxhr_lb", container: "mxf" } as const;

test("a picture that was small already is not told to stay as it is", () => {
  const small = inspectedSource({ video: { width: 160, height: 90 } });
  const [problem] = planOf(small, { codec: "dnxhr_lb" }).problems;
  expect(problem).toMatchObject({ code: "picture_too_small" });
  expect(problem?.hint).not.toContain('"same"');
  expect(problem?.hint).toContain('"228x128"');
  expect(planOf(small, { codec: "dnxhr_lb", resolution: "228x128" }).problems).toEqual([]);
});

test("a picture that became too small is", () => {
  const [problem] = planOf(inspectedSource({ video: { width: 320, height: 180 } }), {
    codec: "dnxhr_lb",
    resolution: "half",
  }).problems;
  expect(problem?.hint).toContain('"same"');
});
