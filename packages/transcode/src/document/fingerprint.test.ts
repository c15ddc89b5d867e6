import { describe, expect, test } from "vitest";
import { checkDocument } from "./check-document.ts";
import { fingerprintOf } from "./fingerprint.ts";

const SPEC = {
  jobspec_version: "1.0.0",
  created_at: "2026-11-20T10:00:00Z",
  sources: ["a.mov", "b.mov"],
  output_dir: "/media/proxies",
  output_name_template: "{source_name}",
  codec: "h264",
  container: "mp4",
  fps_mode: "preserve_source",
  proxy_profile: "proxy_h264_low",
};

function fingerprint(document: Record<string, unknown>): string {
  const { spec, issues } = checkDocument(document);
  if (spec === null) throw new Error(issues[0]?.message);
  return fingerprintOf(spec);
}

// Computed by Python: hashlib.sha256(json.dumps(work, sort_keys=True, separators=(",", ":")).encode()).
test("a fingerprint never changes from one release to the next", () => {
  expect(fingerprint(SPEC)).toBe("sha256:38db1090273aa581e6fc0caf0511be8d252268d34551f0eef38f0335a0fecfad");
});

describe("the same work has the same fingerprint", () => {
  test.each([
    ["another time", { created_at: "2020-01-01T00:00:00+05:30" }],
    ["a name of its own", { job_id: "monday" }],
    ["what its writer noted", { user_metadata: { project: "Lighthouse" } }],
    ["the profile's own resolution said aloud", { resolution: "half" }],
  ])("with %s", (_what, fields) => {
    expect(fingerprint({ ...SPEC, ...fields })).toBe(fingerprint(SPEC));
  });

  test("in another order of fields", () => {
    expect(fingerprint(Object.fromEntries(Object.entries(SPEC).reverse()))).toBe(fingerprint(SPEC));
  });

  test("in another spelling of the codec", () => {
    const standard = { ...SPEC, proxy_profile: "standard" };
    expect(fingerprint({ ...standard, codec: "hevc" })).toBe(fingerprint({ ...standard, codec: "h265" }));
  });

  test("with a profile of the source's size said aloud", () => {
    const standard = { ...SPEC, proxy_profile: "standard" };
    expect(fingerprint({ ...standard, resolution: "same" })).toBe(fingerprint(standard));
  });
});

test("other work has another fingerprint", () => {
  const others = [
    SPEC,
    { ...SPEC, sources: ["b.mov", "a.mov"] },
    { ...SPEC, sources: ["a.mov"] },
    { ...SPEC, sources: ["a.mov", "B.mov"] },
    { ...SPEC, output_dir: "/media/other" },
    { ...SPEC, output_name_template: "{index}" },
    { ...SPEC, container: "mov" },
    { ...SPEC, codec: "h265", proxy_profile: "proxy_h265_low" },
    { ...SPEC, proxy_profile: "standard" },
    { ...SPEC, proxy_profile: "proxy_h264_quarter" },
    { ...SPEC, resolution: "same" },
    { ...SPEC, fps_mode: "force_25" },
    { ...SPEC, resolve_preset: "H.264 Master" },
  ];
  expect(new Set(others.map(fingerprint)).size).toBe(others.length);
});
