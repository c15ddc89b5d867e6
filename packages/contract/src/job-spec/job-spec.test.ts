import { describe, expect, test } from "vitest";
import { z } from "zod";
import { CODECS, CONTAINERS, jobSpecSchema, legalContainers } from "./job-spec.ts";

const SPEC = {
  jobspec_version: "1.0.0",
  created_at: "2026-11-20T10:00:00Z",
  sources: ["/media/a.mov"],
  output_dir: "/proxies",
  output_name_template: "{source_name}",
  codec: "h264",
  container: "mp4",
  resolution: "same",
  fps_mode: "preserve_source",
  proxy_profile: "proxy_h264_low",
};

describe("a codec", () => {
  test.each([
    ["prores422proxy", "prores_proxy"],
    ["prores422lt", "prores_lt"],
    ["prores_standard", "prores_422"],
    ["prores422", "prores_422"],
    ["prores422hq", "prores_hq"],
    ["prores4444", "prores_4444"],
    ["dnxhr", "dnxhr_hq"],
    ["hevc", "h265"],
    ["h264", "h264"],
    ["av1", "av1"],
  ])("that is written %s is %s", (written, codec) => {
    expect(jobSpecSchema.parse({ ...SPEC, codec: written }).codec).toBe(codec);
  });

  // Each by what an editor, a player or a broadcaster opens of it.
  test.each([
    ["mov", /^(prores|dnxhr|h26)/],
    ["mp4", /^(h26|av1)/],
    ["mkv", /^(prores|h26|vp9|av1)/],
    ["webm", /^(vp9|av1)/],
    ["mxf", /^dnx/],
  ] as const)("stands in %s where it can", (container, fitting) => {
    const taken = CODECS.filter((codec) => legalContainers(codec).includes(container));
    expect(taken).toEqual(CODECS.filter((codec) => fitting.test(codec)));
  });

  test("has a usual container, which is one of those that there are", () => {
    expect(CODECS.map((codec) => legalContainers(codec)[0])).toEqual(
      CODECS.map((codec) =>
        codec === "dnxhd" ? "mxf" : codec === "vp9" ? "webm" : /^(h26|av1)/.test(codec) ? "mp4" : "mov",
      ),
    );
    for (const codec of CODECS) expect(CONTAINERS).toEqual(expect.arrayContaining([...legalContainers(codec)]));
  });
});

describe("a field", () => {
  const accepts = (fields: Record<string, unknown>) => jobSpecSchema.safeParse({ ...SPEC, ...fields }).success;

  test.each(["same", "half", "quarter", "16x16", "1920x1080", "16384x16384"])("resolution may be %s", (resolution) => {
    expect(accepts({ resolution })).toBe(true);
  });

  test.each(["double", "15x16", "16x15", "16385x100", "1920X1080", "1920x", "019x100"])(
    "resolution may not be %s",
    (resolution) => {
      expect(accepts({ resolution })).toBe(false);
    },
  );

  test.each(["preserve_source", "force_23_976", "force_25", "force_119_88", "force_999"])(
    "fps_mode may be %s",
    (fps_mode) => {
      expect(accepts({ fps_mode })).toBe(true);
    },
  );

  test.each(["force_0", "force_29.97", "force_1000", "25"])("fps_mode may not be %s", (fps_mode) => {
    expect(accepts({ fps_mode })).toBe(false);
  });

  test("that nobody knows is refused", () => {
    expect(accepts({ codek: "h264" })).toBe(false);
    expect(accepts({ sources: [] })).toBe(false);
    expect(accepts({ sources: ["a\u0000b"] })).toBe(false);
    expect(accepts({ created_at: "2026-11-20T10:00:00" })).toBe(false);
  });

  test("says in the schema for editors what it is", () => {
    const { properties = {} } = z.toJSONSchema(jobSpecSchema, { io: "input" });
    const silent = Object.entries(properties).filter(([, field]) => typeof field === "object" && !field.description);
    expect(silent.map(([name]) => name)).toEqual([]);
  });
});
