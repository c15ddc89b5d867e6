import { describe, expect, test } from "vitest";
import { checkDocument } from "./check-document.ts";
import { DROPPED_FIELDS, RENAMED_FIELDS, upgradeJobSpec } from "./upgrade-job-spec.ts";

const NOW = () => new Date("2026-11-20T10:00:00.000Z");

const VALID = {
  sources: ["a.mov"],
  user_metadata: { project: "Lighthouse" },
  jobspec_version: "1.0.0",
  created_at: "2026-11-20T10:00:00Z",
  output_dir: "/media/proxies",
  output_name_template: "{source_name}",
  codec: "h264",
  container: "mp4",
  resolution: "half",
  fps_mode: "force_25",
  proxy_profile: "proxy_h264_low",
};

// As version 2.1 wrote it: `to_dict()` of the earlier transcoder, with every field it knew.
const VERSION_2_1 = {
  jobspec_version: "2.1",
  job_id: "3f9a1c2e",
  sources: ["/footage/A001.mov", "/footage/A002.mov"],
  output_directory: "/media/proxies",
  codec: "ProRes_Proxy",
  container: ".MOV",
  resolution: "Half",
  naming_template: "{source_name}_proxy",
  fps_mode: "same-as-source",
  fps_explicit: null,
  proxy_profile: null,
  resolve_preset: null,
  resolved_tokens: {},
  created_at: "2025-12-28T16:06:00.123456",
  requires_resolve_edition: "either",
  execution_requested: true,
};

// The unversioned form of the first document.
const SIX_FIELDS = {
  sources: ["/Users/editor/footage/interview_01.mov"],
  output_directory: "/Users/editor/proxies",
  codec: "prores_proxy",
  container: "mov",
  resolution: "half",
  naming_template: "{source_name}_proxy",
};

/** The upgrade, with the promise that holds for every one: the document it was made of is as it was. */
function upgrade(document: Record<string, unknown>) {
  const copy = structuredClone(document);
  const upgraded = upgradeJobSpec(document, NOW);
  expect(document).toEqual(copy);
  expect(Object.keys(document)).toEqual(Object.keys(copy));
  return upgraded;
}

describe("a valid 1.0.0", () => {
  test("comes back as it was, its order of fields included", () => {
    const { spec, changes } = upgrade(VALID);
    expect(spec).toEqual(VALID);
    expect(Object.keys(spec)).toEqual(Object.keys(VALID));
    expect(changes).toEqual([]);
  });

  test("is what every upgrade yields, so that a second one changes nothing", () => {
    for (const document of [VALID, VERSION_2_1, SIX_FIELDS]) {
      const { spec } = upgrade(document);
      expect(checkDocument(spec).issues).toEqual([]);
      expect(upgrade(spec)).toEqual({ spec, changes: [] });
    }
  });
});

test("version 2.1 becomes 1.0.0, and every change is told", () => {
  expect(upgrade(VERSION_2_1)).toEqual({
    spec: {
      jobspec_version: "1.0.0",
      job_id: "3f9a1c2e",
      sources: ["/footage/A001.mov", "/footage/A002.mov"],
      output_dir: "/media/proxies",
      codec: "prores_proxy",
      container: "mov",
      resolution: "half",
      output_name_template: "{source_name}_proxy",
      fps_mode: "preserve_source",
      created_at: "2025-12-28T16:06:00.123456Z",
      proxy_profile: "proxy_prores_proxy",
    },
    changes: [
      'jobspec_version: version "2.1" → "1.0.0"',
      "created_at: read as UTC, its zone was missing",
      "fps_mode: same-as-source → preserve_source",
      "output_directory → output_dir",
      "naming_template → output_name_template",
      "proxy_profile: dropped, it was null",
      "resolve_preset: dropped, it was null",
      "resolved_tokens: dropped, it has no meaning in 1.0.0",
      "requires_resolve_edition: dropped, it has no meaning in 1.0.0",
      "execution_requested: dropped, it has no meaning in 1.0.0",
      "codec: ProRes_Proxy → prores_proxy",
      "container: .MOV → mov",
      "resolution: Half → half",
      'proxy_profile: added as "proxy_prores_proxy", it is required now',
    ],
  });
});

test("the unversioned six fields become 1.0.0", () => {
  const { spec, changes } = upgrade(SIX_FIELDS);
  expect(spec).toEqual({
    jobspec_version: "1.0.0",
    created_at: "2026-11-20T10:00:00.000Z",
    sources: ["/Users/editor/footage/interview_01.mov"],
    output_dir: "/Users/editor/proxies",
    codec: "prores_proxy",
    container: "mov",
    resolution: "half",
    output_name_template: "{source_name}_proxy",
    fps_mode: "preserve_source",
    proxy_profile: "proxy_prores_proxy",
  });
  expect(Object.keys(spec).slice(0, 2)).toEqual(["jobspec_version", "created_at"]);
  expect(changes).toContain('jobspec_version: no version → "1.0.0"');
  expect(changes).toContain("created_at: added, it is required now");
});

describe("fps_mode", () => {
  test.each([
    [23.976, "force_23_976"],
    [23.98, "force_23_976"],
    [23.976024, "force_23_976"],
    [24000 / 1001, "force_23_976"],
    [24, "force_24"],
    [24.0, "force_24"],
    [25, "force_25"],
    [29.97, "force_29_97"],
    [30, "force_30"],
    [50, "force_50"],
    [59.94, "force_59_94"],
    [60, "force_60"],
    [119.88, "force_119_88"],
    ["23.976", "force_23_976"],
    ["25", "force_25"],
  ])("explicit %s is %s", (explicit, mode) => {
    const { spec, changes } = upgrade({ ...VERSION_2_1, fps_mode: "explicit", fps_explicit: explicit });
    expect(spec["fps_mode"]).toBe(mode);
    expect(spec).not.toHaveProperty("fps_explicit");
    expect(changes.filter((change) => change.startsWith("fps_"))).toHaveLength(1);
    expect(checkDocument(spec).issues).toEqual([]);
  });

  test.each([12.5, 47.952, 5000])("explicit %d has no name, and validation points at it", (explicit) => {
    const { spec } = upgrade({ ...VERSION_2_1, fps_mode: "explicit", fps_explicit: explicit });
    expect(checkDocument(spec).issues).toMatchObject([{ path: "$.fps_mode", code: "invalid_value" }]);
  });

  test.each([null, 0, -1, "", "fast", "25fps", [25], true, NaN])(
    "explicit %j is left as it was, for its writer to decide",
    (explicit) => {
      const { spec } = upgrade({ ...VERSION_2_1, fps_mode: "explicit", fps_explicit: explicit });
      expect(spec["fps_mode"]).toBe("explicit");
      expect(spec["fps_explicit"]).toEqual(explicit);
      expect(checkDocument(spec).issues.map(({ path }) => path)).toContain("$.fps_mode");
    },
  );

  test("a rate beside same-as-source never meant anything, and its loss is told", () => {
    const { spec, changes } = upgrade({ ...VERSION_2_1, fps_explicit: 25 });
    expect(spec["fps_mode"]).toBe("preserve_source");
    expect(changes.join("\n")).toContain("fps_explicit: dropped");
    expect(upgrade(VERSION_2_1).changes.join("\n")).not.toContain("fps_explicit");
  });

  test("one of 1.0.0 stays", () => {
    expect(upgrade({ ...VERSION_2_1, fps_mode: "force_50" }).spec["fps_mode"]).toBe("force_50");
    expect(upgrade({ ...VERSION_2_1, fps_mode: null }).spec["fps_mode"]).toBe("preserve_source");
  });
});

describe("created_at", () => {
  test.each([
    ["2025-12-28T16:06:00", "2025-12-28T16:06:00Z"],
    ["2025-12-28T16:06:00.5", "2025-12-28T16:06:00.5Z"],
    ["2025-12-28 16:06:00", "2025-12-28T16:06:00Z"],
    ["2025-12-28T16:06", "2025-12-28T16:06:00Z"],
    ["2025-12-28T16:06:00+0100", "2025-12-28T16:06:00+01:00"],
    ["2025-12-28 16:06:00.123-08:00", "2025-12-28T16:06:00.123-08:00"],
    ["2025-12-28T16:06:00+00:00", "2025-12-28T16:06:00+00:00"],
    ["2025-12-28T16:06:00Z", "2025-12-28T16:06:00Z"],
  ])("%s is %s", (written, upgraded) => {
    const { spec, changes } = upgrade({ ...VERSION_2_1, created_at: written });
    expect(spec["created_at"]).toBe(upgraded);
    expect(changes.some((change) => change.startsWith("created_at"))).toBe(written !== upgraded);
    expect(checkDocument(spec).issues).toEqual([]);
  });

  test.each(["yesterday", "2025-12-28", 1766937960, ""])(
    "%j is left as it was, and validation points at it",
    (written) => {
      const { spec } = upgrade({ ...VERSION_2_1, created_at: written });
      expect(spec["created_at"]).toBe(written);
      expect(checkDocument(spec).issues).toMatchObject([{ path: "$.created_at" }]);
    },
  );

  test("null is none", () => {
    expect(upgrade({ ...VERSION_2_1, created_at: null }).spec["created_at"]).toBe("2026-11-20T10:00:00.000Z");
  });
});

describe("fields", () => {
  test.each(
    [...RENAMED_FIELDS].filter(([, now]) =>
      ["output_dir", "output_name_template", "user_metadata", "proxy_profile"].includes(now),
    ),
  )("%s is renamed to %s, as validation says it is", (field, now) => {
    const value = now === "user_metadata" ? { a: "b" } : "standard";
    const { [now]: _replaced, ...others } = VALID as Record<string, unknown>;
    const { spec } = upgrade({ ...others, jobspec_version: "2.1", [field]: value });
    expect(spec[now]).toEqual(value);
    expect(spec).not.toHaveProperty(field);
    expect(checkDocument(spec).issues).toEqual([]);
  });

  test("`version` is the version", () => {
    const { spec, changes } = upgrade({ ...SIX_FIELDS, version: "2.0" });
    expect(checkDocument(spec).issues).toEqual([]);
    expect(changes[0]).toBe('jobspec_version: version "2.0" → "1.0.0"');
  });

  test.each([...DROPPED_FIELDS])("%s goes", (field) => {
    expect(upgrade({ ...VALID, [field]: { a: 1 } })).toEqual({
      spec: VALID,
      changes: [`${field}: dropped, it has no meaning in 1.0.0`],
    });
  });

  test("an old one never takes the place of a new one: both stay, for validation to point at", () => {
    const { spec } = upgrade({ ...VALID, output_directory: "/other" });
    expect(spec["output_dir"]).toBe("/media/proxies");
    expect(checkDocument(spec).issues).toMatchObject([{ path: "$.output_directory", code: "unknown_field" }]);
    expect(upgrade({ ...SIX_FIELDS, profile: "standard", preset: "proxy_prores_lt" }).spec).toMatchObject({
      proxy_profile: "standard",
      preset: "proxy_prores_lt",
    });
  });

  test("optional ones that are null go, required ones stay for validation", () => {
    const { spec } = upgrade({ ...VERSION_2_1, job_id: null, resolution: null, user_metadata: null, codec: null });
    expect(Object.keys(spec)).not.toEqual(expect.arrayContaining(["job_id"]));
    expect(checkDocument(spec).issues).toMatchObject([{ path: "$.codec", code: "wrong_type" }]);
  });

  test("an unknown one stays, whatever it is called", () => {
    const document = JSON.parse(
      JSON.stringify(SIX_FIELDS).replace(
        "{",
        '{"__proto__":{"codec":"av1"},"constructor":1,"toString":2,"watermark":3,',
      ),
    ) as Record<string, unknown>;
    const { spec } = upgradeJobSpec(document, NOW);
    expect(Object.getPrototypeOf(spec)).toBe(Object.prototype);
    expect(Object.entries(spec)).toEqual(
      expect.arrayContaining([
        ["__proto__", { codec: "av1" }],
        ["constructor", 1],
        ["toString", 2],
        ["watermark", 3],
      ]),
    );
    expect(Object.keys(spec)).not.toContain("[object Object]");
    expect(checkDocument(spec).issues.map(({ path }) => path)).toEqual([
      "$.__proto__",
      "$.constructor",
      "$.toString",
      "$.watermark",
    ]);
  });
});

describe("proxy_profile", () => {
  test.each([
    ["prores_lt", "mov", "proxy_prores_lt"],
    ["dnxhr_sq", "mov", "proxy_dnxhr_sq"],
    ["h264", "mp4", "standard"],
    ["hevc", "mp4", "standard"],
    ["av1", "webm", "standard"],
    ["prores422proxy", "mov", "standard"],
  ])("for %s in %s is %s", (codec, container, profile) => {
    const { spec } = upgrade({ ...SIX_FIELDS, codec, container });
    expect(spec["proxy_profile"]).toBe(profile);
    expect(checkDocument(spec).issues).toEqual([]);
  });
});

test("a change is one printable line, whatever the document says", () => {
  const { changes } = upgrade({
    ...SIX_FIELDS,
    jobspec_version: "\u001B[2J\n",
    codec: `A\n\u202E${"B".repeat(10_000)}`,
    container: ".\u0000M",
  });
  for (const change of changes) {
    expect(change).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect(change.length).toBeLessThan(500);
  }
});
