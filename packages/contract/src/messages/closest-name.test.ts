import { describe, expect, test } from "vitest";
import { closestName, didYouMean } from "./closest-name.ts";
import { CODEC_ALIASES, CODECS, CONTAINERS, JOBSPEC_FIELDS } from "../job-spec/job-spec.ts";

const CODEC_NAMES = [...CODECS, ...Object.keys(CODEC_ALIASES)];

describe("fields", () => {
  test.each([
    ["outputDir", "output_dir"],
    ["OUTPUT_DIR", "output_dir"],
    ["output-dir", "output_dir"],
    ["codecs", "codec"],
    ["source", "sources"],
    ["soruces", "sources"],
    ["contaner", "container"],
    ["resolutoin", "resolution"],
    ["fpsMode", "fps_mode"],
    ["jobId", "job_id"],
    ["jobspecVersion", "jobspec_version"],
    ["proxyprofile", "proxy_profile"],
    ["usermetadata", "user_metadata"],
    ["createdAt", "created_at"],
  ])("%s means %s", (written, meant) => {
    expect(closestName(written, JOBSPEC_FIELDS)).toBe(meant);
  });

  test.each(["", "x", "lut", "watermark", "源", "__proto__", "💥", "a".repeat(1000)])("%j is near none", (written) => {
    expect(closestName(written, JOBSPEC_FIELDS)).toBeNull();
  });
});

describe("values", () => {
  test.each([
    ["ProRes-Proxy", "prores_proxy", CODEC_NAMES],
    ["H.264", "h264", CODEC_NAMES],
    ["h256", "h265", CODEC_NAMES],
    ["HEVC", "hevc", CODEC_NAMES],
    ["vp8", "vp9", CODEC_NAMES],
    ["MOV", "mov", CONTAINERS],
    [".mp4", "mp4", CONTAINERS],
    ["mkw", "mkv", CONTAINERS],
  ])("%s means %s", (written, meant, candidates) => {
    expect(closestName(written, candidates)).toBe(meant);
  });
});

test("every name means itself", () => {
  for (const names of [JOBSPEC_FIELDS, CODECS, CONTAINERS]) {
    for (const name of names) expect(closestName(name, names)).toBe(name);
  }
});

test("nothing is near when there is nothing to choose from", () => {
  expect(closestName("codec", [])).toBeNull();
});

test("the question is asked only when there is an answer", () => {
  expect(didYouMean("codecs", JOBSPEC_FIELDS)).toBe("Did you mean `codec`? ");
  expect(didYouMean("watermark", JOBSPEC_FIELDS)).toBe("");
});
