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

const interlaced = inspectedSource({ fieldOrder: "tt", video: { fieldOrder: "tt" } });
const anamorphic = inspectedSource({ video: { width: 1440, sampleAspect: rational(4, 3) } });

test.each([
  ["fields in a codec that has none", interlaced, { codec: "dnxhr_sq" }, "interlaced_unsupported", "codec"],
  ["fields at another rate", interlaced, { codec: "prores_422", fps_mode: "force_30" }, "interlaced_rate", "fps_mode"],
  [
    "a size that DNxHD does not have",
    inspectedSource({ video: { width: 1000, height: 562 } }),
    { codec: "dnxhd" },
    "dnxhd_unsupported",
    "resolution",
  ],
  [
    "a rate that mxf does not have",
    inspectedSource({
      video: { frameRate: rational(15), averageRate: rational(15) },
      timeLine: { stepSeconds: 1 / 15 },
    }),
    MXF,
    "rate_unsupported",
    "fps_mode",
  ],
  ["pixels that are not square, in mxf", anamorphic, MXF, "pixel_aspect_unsupported", "resolution"],
] as const)("%s is refused, with what to change", (_what, source, spec, code, field) => {
  const { problems } = planOf(source, spec);
  expect(problems).toMatchObject([{ code, field }]);
  expect(problems[0]?.message).toMatch(/\w+.*\.$/);
  expect(problems[0]?.hint).toMatch(/\w+.*\.$/);
});

test.each([
  ["fields in a codec that keeps them", interlaced, { codec: "prores_422" }],
  ["fields at the rate that they have", interlaced, { codec: "prores_422", fps_mode: "force_25" }],
  ["pixels that are not square, in mov", anamorphic, { codec: "dnxhr_lb", container: "mov" }],
] as const)("%s is not", (_what, source, spec) => {
  expect(planOf(source, spec).problems).toEqual([]);
});
