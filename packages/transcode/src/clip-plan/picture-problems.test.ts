import { rational, type Rational } from "@proxx/media";
import { expect, test } from "vitest";
import { audioTrack, inspectedSource, planOf } from "../../test/inspected-source.ts";

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

const atRate = (rate: Rational) =>
  inspectedSource({
    video: { frameRate: rate, averageRate: rate },
    timeLine: { stepSeconds: rate.denominator / rate.numerator },
  });
const jumping = inspectedSource({ timeLine: { constantRate: false, times: [0, 0.04, 0.15, 0.19, 0.3] } });

test.each([
  ["rate_unsupported", atRate(rational(15))],
  ["pixel_aspect_unsupported", anamorphic],
  ["variable_rate_unsupported", jumping],
] as const)("DNxHD, which mxf alone holds, is not sent to mov for %s without a codec for it", (code, source) => {
  const dnxhd = planOf(source, { codec: "dnxhd", container: "mxf" }).problems;
  const found = dnxhd.find((problem) => problem.code === code);
  expect(found?.hint).toMatch(/^Take a DNxHR codec and the container mov/);
  expect(planOf(source, { codec: "dnxhr_lb", container: "mov" }).problems).toEqual([]);
});

test("DNxHD is told of a rate that looks like one that it has once, and not that it does not exist there", () => {
  const { problems } = planOf(atRate(rational(2997, 100)), { codec: "dnxhd", container: "mxf" });
  expect(problems).toMatchObject([{ code: "rate_unsupported", hint: expect.stringContaining('"force_29_97"') }]);
});

test.each([
  ["vp9", "webm", "mkv"],
  ["av1", "mp4", "mkv"],
  ["h264", "mp4", "mov"],
] as const)(
  "sound that cannot be compressed for %s in %s is sent to %s, which the codec may be in",
  (codec, container, other) => {
    const source = {
      ...anamorphic,
      facts: { ...anamorphic.facts, audio: [audioTrack({ channels: 24, layout: null })] },
    };
    const { problems } = planOf(source, { codec, container });
    expect(problems).toMatchObject([
      { code: "audio_unsupported", hint: expect.stringContaining(`container ${other},`) },
    ]);
    expect(planOf(source, { codec, container: other }).problems).toEqual([]);
  },
);

test("sound that was compressed already, and cannot be for another codec, is sent to one that need not", () => {
  const track = audioTrack({ codec: "opus", pcmBits: null, channels: 24, layout: null });
  const source = { ...anamorphic, facts: { ...anamorphic.facts, audio: [track] } };
  expect(planOf(source, { codec: "h264", container: "mp4" }).problems).toMatchObject([
    { code: "audio_unsupported", hint: expect.stringContaining("a ProRes codec in the container mov") },
  ]);
  expect(planOf(source).problems).toEqual([]);
});

test.each([
  ["fields in a codec that keeps them", interlaced, { codec: "prores_422" }],
  ["fields at the rate that they have", interlaced, { codec: "prores_422", fps_mode: "force_25" }],
  ["pixels that are not square, in mov", anamorphic, { codec: "dnxhr_lb", container: "mov" }],
] as const)("%s is not", (_what, source, spec) => {
  expect(planOf(source, spec).problems).toEqual([]);
});
