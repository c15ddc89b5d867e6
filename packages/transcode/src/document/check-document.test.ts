import {
  CODEC_ALIASES,
  CODECS,
  CONTAINERS,
  type Issue,
  JOBSPEC_FIELDS,
  JobSpecValidationError,
  legalContainers,
} from "@proxx/contract";
import { createRandom } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { checkDocument, parseJobSpec } from "./check-document.ts";
import { PROFILES } from "../profile/profiles.ts";

const VALID = {
  jobspec_version: "1.0.0",
  created_at: "2026-11-20T10:00:00Z",
  job_id: "Job-1_a.b",
  sources: ["a.mov", "/media/b.mov"],
  output_dir: "/media/proxies",
  output_name_template: "{source_name}_proxy",
  codec: "h264",
  container: "mp4",
  resolution: "half",
  fps_mode: "preserve_source",
  proxy_profile: "proxy_h264_low",
  resolve_preset: "H.264 Master",
  user_metadata: { project: "Lighthouse", "reel no": "7" },
};

const REQUIRED = JOBSPEC_FIELDS.filter(
  (field) => !["job_id", "resolution", "resolve_preset", "user_metadata"].includes(field),
);

/** The issues of the valid document with some fields set otherwise. */
function issuesWith(fields: Record<string, unknown>): Issue[] {
  const { issues, spec } = checkDocument({ ...VALID, ...fields });
  expect(spec === null).toBe(issues.length > 0);
  expectPresentable(issues);
  return issues;
}

function expectPresentable(issues: readonly Issue[]): void {
  for (const issue of issues) {
    expect(issue).toEqual({
      path: expect.stringMatching(/^\$/) as string,
      code: expect.stringMatching(/^[a-z_]+$/) as string,
      message: expect.any(String) as string,
      hint: expect.any(String) as string,
    });
    for (const text of [issue.path, issue.message, issue.hint]) {
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect(text.trim()).not.toBe("");
      expect(text.length).toBeLessThan(500);
    }
    expect(issue.hint).not.toMatch(/\[object |function /);
  }
}

function without(field: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(VALID).filter(([name]) => name !== field));
}

describe("a valid document", () => {
  test("has no issues and comes back as it is", () => {
    expect(checkDocument(VALID)).toEqual({ issues: [], fields: VALID, spec: VALID });
  });

  test("needs only the required fields", () => {
    const smallest = Object.fromEntries(REQUIRED.map((field) => [field, VALID[field as keyof typeof VALID]]));
    expect(checkDocument(smallest)).toEqual({ issues: [], fields: smallest, spec: smallest });
  });

  test("is not changed by being checked, and shares nothing with what comes back", () => {
    const document = structuredClone(VALID);
    const { spec } = checkDocument(document);
    spec?.sources.push("c.mov");
    expect(document).toEqual(VALID);
  });

  test("is read from text and from bytes", () => {
    expect(parseJobSpec(JSON.stringify(VALID))).toEqual(VALID);
    expect(parseJobSpec(new TextEncoder().encode(JSON.stringify(VALID)))).toEqual(VALID);
  });
});

describe("what is no object", () => {
  test.each([null, true, 1, "text", [], [VALID]])("%j is one issue", (value) => {
    const { issues, spec } = checkDocument(value);
    expect(issues).toMatchObject([{ path: "$", code: "not_an_object" }]);
    expect(spec).toBeNull();
    expectPresentable(issues);
  });
});

describe("missing fields", () => {
  test.each(REQUIRED)("%s is missed", (field) => {
    const { issues } = checkDocument(without(field));
    expect(issues).toMatchObject([
      { path: `$.${field}`, code: "missing_field", message: expect.stringContaining(field) as string },
    ]);
    expectPresentable(issues);
  });

  test("all are missed at once in an empty document", () => {
    expect(checkDocument({}).issues.map(({ path }) => path)).toEqual(REQUIRED.map((field) => `$.${field}`));
  });

  test("inherited fields are no fields", () => {
    expect(checkDocument(Object.create(VALID)).issues).toHaveLength(REQUIRED.length);
  });
});

describe("wrong types", () => {
  const values: [string, unknown][] = [
    ["null", null],
    ["a number", 7],
    ["a boolean", false],
    ["a list", [["x"]]],
    ["an object", { a: 1 }],
  ];
  test.each(JOBSPEC_FIELDS.flatMap((field) => values.map(([what, value]) => [field, what, value] as const)))(
    "%s refuses %s",
    (field, _what, value) => {
      const issues = issuesWith({ [field]: value });
      expect(issues).toHaveLength(1);
      expect(issues[0]?.path).toMatch(new RegExp(`^\\$\\.${field}`));
      expect(issues[0]?.code).toBe(field === "jobspec_version" ? "unsupported_version" : "wrong_type");
    },
  );

  test.each(JOBSPEC_FIELDS)("%s refuses the empty text", (field) => {
    expect(issuesWith({ [field]: "" })).toMatchObject([{ path: `$.${field}` }]);
  });

  test("a wrong type is told with what is there", () => {
    expect(issuesWith({ codec: null })[0]?.message).toBe("Expected a text, got null.");
    expect(issuesWith({ codec: 264 })[0]?.message).toBe("Expected a text, got the number 264.");
    expect(issuesWith({ sources: "a.mov" })[0]?.message).toBe('Expected a list of paths, got the text "a.mov".');
    expect(issuesWith({ user_metadata: [] })[0]?.message).toBe("Expected an object of texts, got a list.");
  });

  test("entries are pointed at one by one", () => {
    const issues = issuesWith({
      sources: ["a.mov", "", 3, null, "a\u0000b"],
      user_metadata: { take: 3, "reel no": null, fine: "" },
    });
    expect(issues.map(({ path, code }) => [path, code])).toEqual([
      ["$.sources[1]", "invalid_value"],
      ["$.sources[2]", "wrong_type"],
      ["$.sources[3]", "wrong_type"],
      ["$.sources[4]", "invalid_value"],
      ["$.user_metadata.take", "wrong_type"],
      ['$.user_metadata["reel no"]', "wrong_type"],
    ]);
  });

  test("a list of no sources is refused", () => {
    expect(issuesWith({ sources: [] })).toMatchObject([{ path: "$.sources", code: "invalid_value" }]);
  });

  test("values that JSON does not know are refused and not thrown at", () => {
    const circular: unknown[] = [];
    circular.push(circular);
    for (const value of [1n, Symbol("x"), () => {}, undefined, NaN, new Date(NaN), new Map(), circular]) {
      for (const field of ["jobspec_version", "codec", "sources", "user_metadata", "nonsense"]) {
        const { issues } = checkDocument({ ...VALID, [field]: value });
        if (field === "user_metadata" && value === undefined) expect(issues).toEqual([]);
        else expect(issues.length, `${field} ${typeof value}`).toBeGreaterThan(0);
      }
    }
  });
});

describe("unknown fields", () => {
  test.each([
    ["outputDir", "output_dir"],
    ["codecs", "codec"],
    ["source", "sources"],
    ["fpsMode", "fps_mode"],
    ["jobid", "job_id"],
    ["Container", "container"],
    ["output_template_name", null],
    ["watermark", null],
    ["", null],
    ["__proto__", null],
    ["constructor", null],
    ["toString", null],
    ["hasOwnProperty", null],
  ])("%j means %s", (field, meant) => {
    const document = JSON.parse(JSON.stringify(VALID).replace("{", `{${JSON.stringify(field)}:"x",`)) as unknown;
    const { issues, spec } = checkDocument(document);
    expectPresentable(issues);
    expect(spec).toBeNull();
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject({ code: "unknown_field" });
    if (meant === null) expect(issues[0]?.hint).toMatch(/^(Did you mean `output_name_template`\? )?The fields are /);
    else expect(issues[0]?.hint).toContain(`Did you mean \`${meant}\`?`);
  });

  test.each([
    ["output_directory", "output_dir"],
    ["naming_template", "output_name_template"],
    ["fps_explicit", "fps_mode"],
    ["version", "jobspec_version"],
    ["metadata", "user_metadata"],
    ["profile", "proxy_profile"],
    ["preset", "proxy_profile"],
  ])("%s is called %s now, and `proxx upgrade` is named", (field, now) => {
    const [issue, ...others] = issuesWith({ [field]: "x" });
    expect(others).toEqual([]);
    expect(issue).toMatchObject({ path: `$.${field}`, code: "unknown_field" });
    expect(issue?.hint).toContain(`\`${now}\``);
    expect(issue?.hint).toContain("proxx upgrade");
  });

  test.each(["resolved_tokens", "requires_resolve_edition", "lut_id"])(
    "%s has no meaning any more, and `proxx upgrade` is named",
    (field) => {
      expect(issuesWith({ [field]: {} })[0]?.hint).toContain("proxx upgrade");
    },
  );
});

describe("jobspec_version", () => {
  test.each(["2.1", "1.0", "1.0.1", "2.0.0", " 1.0.0", "v1.0.0"])(
    "%j is refused with both versions and a way out",
    (version) => {
      const [issue] = issuesWith({ jobspec_version: version });
      expect(issue).toMatchObject({ path: "$.jobspec_version", code: "unsupported_version" });
      expect(issue?.message).toContain(JSON.stringify(version));
      expect(issue?.message).toContain('"1.0.0"');
      expect(issue?.hint).toContain("proxx upgrade");
    },
  );

  test("a number is no version", () => {
    expect(issuesWith({ jobspec_version: 1 })[0]?.message).toBe(
      'JobSpec version 1 is not supported; this program reads "1.0.0".',
    );
  });

  test("none is refused with the one that is read", () => {
    const [issue] = checkDocument(without("jobspec_version")).issues;
    expect(issue?.message).toContain('"1.0.0"');
    expect(issue?.hint).toContain("proxx upgrade");
  });
});

describe("created_at", () => {
  test.each([
    "2026-11-20T10:00:00Z",
    "2026-11-20T10:00:00.123456Z",
    "2026-11-20T10:00:00+05:30",
    "2026-11-20T10:00:00-08:00",
    "2028-02-29T00:00:00Z",
  ])("%s is a time", (time) => {
    expect(issuesWith({ created_at: time })).toEqual([]);
    expect(Number.isNaN(Date.parse(time))).toBe(false);
  });

  test.each([
    "2026-11-20T10:00:00",
    "2026-11-20",
    "2026-11-20 10:00:00Z",
    "10:00:00Z",
    "yesterday",
    "1795168800",
    "2026-02-29T10:00:00Z",
    "2026-02-30T10:00:00Z",
    "2026-13-01T10:00:00Z",
    "2026-00-10T10:00:00Z",
    "2026-04-31T10:00:00Z",
    "2026-11-20T24:00:00Z",
    "2026-11-20T10:60:00Z",
    "2026-11-20T10:00:61Z",
    "2026-11-20T10:00:00+25:00",
    "2026-11-20T10:00:00Z\n",
    " 2026-11-20T10:00:00Z",
    "+002026-11-20T10:00:00Z",
  ])("%j is none", (time) => {
    const issues = issuesWith({ created_at: time });
    expect(issues).toMatchObject([
      { path: "$.created_at", code: "invalid_value", hint: expect.stringContaining("zone") as string },
    ]);
  });
});

describe("job_id", () => {
  test.each(["a", "A-Z_0.9", "x".repeat(64), "..", "-"])("%s is one", (id) => {
    expect(issuesWith({ job_id: id })).toEqual([]);
  });

  test.each(["a/b", "a b", "é", "x".repeat(65), "a\n", "{index}"])("%j is none", (id) => {
    expect(issuesWith({ job_id: id })).toMatchObject([{ path: "$.job_id", code: "invalid_value" }]);
  });
});

describe("codec and container", () => {
  const pairs = CODECS.flatMap((codec) =>
    CONTAINERS.map((container) => ({ codec, container, legal: legalContainers(codec).includes(container) })),
  );

  // CONTRACT §1, written out, so that the table in the code is held against something.
  test("the legal pairs are those of the contract", () => {
    const legal = pairs.filter((pair) => pair.legal).map(({ codec, container }) => `${codec}/${container}`);
    const product = (codecs: string[], containers: string[]) =>
      codecs.flatMap((codec) => containers.map((container) => `${codec}/${container}`));
    expect(new Set(legal)).toEqual(
      new Set([
        ...product(
          ["prores_proxy", "prores_lt", "prores_422", "prores_hq", "prores_4444", "prores_4444xq"],
          ["mov", "mkv"],
        ),
        ...product(["dnxhr_lb", "dnxhr_sq", "dnxhr_hq", "dnxhr_hqx", "dnxhr_444"], ["mov", "mxf"]),
        ...product(["dnxhd"], ["mxf"]),
        ...product(["h264", "h265"], ["mp4", "mov", "mkv"]),
        ...product(["vp9"], ["webm", "mkv"]),
        ...product(["av1"], ["mp4", "mkv", "webm"]),
      ]),
    );
  });

  test.each(pairs)("$codec in $container: $legal", ({ codec, container, legal }) => {
    const issues = issuesWith({ codec, container, proxy_profile: "standard" });
    if (legal) expect(issues).toEqual([]);
    else {
      expect(issues).toMatchObject([{ path: "$.container", code: "illegal_pair" }]);
      expect(issues[0]?.message).toContain(codec);
      expect(issues[0]?.message).toContain(container);
      for (const usable of legalContainers(codec)) expect(issues[0]?.hint).toContain(usable);
    }
  });

  test.each([
    ["prores422proxy", "prores_proxy"],
    ["prores422lt", "prores_lt"],
    ["prores_standard", "prores_422"],
    ["prores422", "prores_422"],
    ["prores422hq", "prores_hq"],
    ["prores4444", "prores_4444"],
    ["dnxhr", "dnxhr_hq"],
    ["hevc", "h265"],
  ] as const)("%s is another spelling of %s", (alias, codec) => {
    const container = legalContainers(codec)[0];
    const { spec, issues } = checkDocument({ ...VALID, codec: alias, container, proxy_profile: "standard" });
    expect(issues).toEqual([]);
    expect(spec?.codec).toBe(codec);
    expect(issuesWith({ codec: alias, container: "webm", proxy_profile: "standard" })).toMatchObject([
      { code: "illegal_pair" },
    ]);
  });

  test("there are no other spellings", () => {
    expect(Object.keys(CODEC_ALIASES)).toHaveLength(8);
  });

  test.each([
    ["codec", "H264", "h264"],
    ["codec", "ProRes-Proxy", "prores_proxy"],
    ["codec", "x264", "h264"],
    ["container", "MOV", "mov"],
    ["container", ".mp4", "mp4"],
    ["container", "m4v", null],
    ["codec", "constructor", null],
    ["codec", "__proto__", null],
  ])("%s %s is refused and %s is meant", (field, value, meant) => {
    const [issue] = issuesWith({ [field]: value });
    expect(issue).toMatchObject({ path: `$.${field}`, code: "invalid_value" });
    if (meant !== null) expect(issue?.hint).toContain(`Did you mean \`${meant}\`?`);
  });
});

describe("proxy_profile", () => {
  test("each profile agrees with its own codec and containers", () => {
    for (const profile of PROFILES) {
      const codec = profile.codec ?? "h264";
      for (const container of profile.containers ?? legalContainers(codec)) {
        expect(
          issuesWith({ codec, container, proxy_profile: profile.name }),
          `${profile.name} ${codec} ${container}`,
        ).toEqual([]);
      }
    }
  });

  test("each profile refuses every other codec, and says which it encodes", () => {
    for (const profile of PROFILES.filter((entry) => entry.codec !== null)) {
      for (const codec of CODECS.filter((name) => name !== profile.codec)) {
        const issues = issuesWith({ codec, container: legalContainers(codec)[0], proxy_profile: profile.name });
        expect(issues, `${profile.name} ${codec}`).toMatchObject([
          { path: "$.proxy_profile", code: "profile_mismatch" },
        ]);
        expect(issues[0]?.message).toContain(profile.codec);
        expect(issues[0]?.hint).toContain(profile.codec);
      }
    }
  });

  test("a profile refuses a container that is not its own", () => {
    const issues = issuesWith({ codec: "prores_proxy", container: "mkv", proxy_profile: "proxy_prores_proxy_resolve" });
    expect(issues).toMatchObject([
      { path: "$.proxy_profile", code: "profile_mismatch", hint: expect.stringContaining("mov") as string },
    ]);
  });

  test.each([
    ["proxy_h264_lo", "proxy_h264_low"],
    ["Proxy-H264-Low", "proxy_h264_low"],
    ["proxy", null],
    ["__proto__", null],
  ])("%s is none, %s is meant", (name, meant) => {
    const [issue] = issuesWith({ proxy_profile: name });
    expect(issue).toMatchObject({ path: "$.proxy_profile", code: "unknown_profile" });
    if (meant !== null) expect(issue?.hint).toContain(`Did you mean \`${meant}\`?`);
    expect(issue?.hint).toContain("standard");
  });
});

describe("output_name_template", () => {
  test.each([
    "{source_name}",
    "{index}",
    "{reel}_{timecode}",
    "a{source_name}b{source_ext}{job_id}{codec}{resolution}{profile}{date}{time}{width}{height}{fps}{reel}{timecode}{index}",
    "{source_name}.v2",
    "源 {index} é😀",
    "..{index}".slice(1),
  ])("%s is one", (template) => {
    expect(issuesWith({ output_name_template: template })).toEqual([]);
  });

  test.each([
    ["{source_name}_{foo}", "unknown_token"],
    ["{source_name}{}", "unknown_token"],
    ["{source_name}{ index }", "unknown_token"],
    ["{Source_Name}{index}", "unknown_token"],
    ["{index}{__proto__}", "unknown_token"],
    ["{index}{constructor}", "unknown_token"],
    ["{index}_{source_name", "unbalanced_token"],
    ["{index}_source_name}", "unbalanced_token"],
    ["{{index}}", "unbalanced_token"],
    ["{index}}", "unbalanced_token"],
    ["sub/{index}", "invalid_name"],
    ["sub\\{index}", "invalid_name"],
    ["/{index}", "invalid_name"],
    ["../{index}", "invalid_name"],
    ["{index}..{codec}", "invalid_name"],
    ["{index}\n", "invalid_name"],
    ["{index}\u0000", "invalid_name"],
    ["{index}\u007F", "invalid_name"],
    ["{index}\u0085", "invalid_name"],
    ["{index}\u2028", "invalid_name"],
    [`{index}${"x".repeat(201)}`, "invalid_name"],
    [`{index}${"源".repeat(70)}`, "invalid_name"],
  ])("%j is refused: %s", (template, code) => {
    const issues = issuesWith({ output_name_template: template });
    expect(issues.map((issue) => issue.code)).toContain(code);
    for (const { path } of issues) expect(path).toBe("$.output_name_template");
  });

  test.each(["name.", "name ", "..", ".", " "])("%j is refused without a token", (template) => {
    expect(issuesWith({ sources: ["a.mov"], output_name_template: template })).toMatchObject([
      { code: "invalid_name" },
    ]);
  });

  test("an unknown token is told with what is meant", () => {
    expect(issuesWith({ output_name_template: "{sourcename}{index}" })[0]?.hint).toContain(
      "Did you mean `source_name`?",
    );
  });

  test.each([
    "proxy",
    "{codec}_{resolution}",
    "{date}{time}{job_id}{profile}",
    "{width}x{height}_{fps}",
    "{source_ext}",
  ])("%s gives several clips one name, and one clip a name", (template) => {
    expect(issuesWith({ output_name_template: template })).toMatchObject([
      { path: "$.output_name_template", code: "ambiguous_name" },
    ]);
    expect(issuesWith({ output_name_template: template, sources: ["a.mov"] })).toEqual([]);
  });
});

describe("resolution", () => {
  test.each(["same", "half", "quarter", "1280x720", "16x16", "16384x16384", "99x1000", "10000x15999"])(
    "%s is one",
    (resolution) => {
      expect(issuesWith({ resolution })).toEqual([]);
    },
  );

  test.each([
    ...[
      "0x0",
      "1920X1080",
      "999999x1",
      "half ",
      " half",
      "Half",
      "1920",
      "1920x",
      "x1080",
      "1920x1080x1",
      "1920*1080",
      "1920×1080",
    ],
    ...["-16x16", "16.5x16", "15x16", "16x15", "16385x16", "16x99999", "0016x0016", "1280x720\n", "full", "1/2"],
  ])("%j is none", (resolution) => {
    expect(issuesWith({ resolution })).toMatchObject([{ path: "$.resolution", code: "invalid_value" }]);
  });
});

describe("fps_mode", () => {
  test.each([
    ...[
      "preserve_source",
      "force_23_976",
      "force_24",
      "force_25",
      "force_29_97",
      "force_30",
      "force_50",
      "force_59_94",
      "force_60",
    ],
    ...["force_1", "force_12", "force_48", "force_120", "force_119_88", "force_999"],
  ])("%s is one", (mode) => {
    expect(issuesWith({ fps_mode: mode })).toEqual([]);
  });

  test.each([
    ...[
      "force_0",
      "force_23.976",
      "force_23_98",
      "force_024",
      "force_",
      "force",
      "force_-25",
      "force_25_0",
      "force_25_1",
      "force_1000",
    ],
    ...[
      "force_24000/1001",
      "force_25 ",
      "Force_25",
      "25",
      "23.976",
      "preserve",
      "same",
      "force_29_970",
      "force_NaN",
      "force_25\n",
    ],
  ])("%j is none", (mode) => {
    const issues = issuesWith({ fps_mode: mode });
    expect(issues).toMatchObject([
      { path: "$.fps_mode", code: "invalid_value", hint: expect.stringContaining("force_23_976") as string },
    ]);
  });

  test.each([
    ["force_23.976", "force_23_976"],
    ["force_23_98", "force_23_976"],
    ["Force_29.97", "force_29_97"],
    ["preserve-source", "preserve_source"],
  ])("%s means %s", (mode, meant) => {
    expect(issuesWith({ fps_mode: mode })[0]?.hint).toContain(`Did you mean \`${meant}\`?`);
  });

  test("same-as-source is called preserve_source now", () => {
    expect(issuesWith({ fps_mode: "same-as-source" })[0]?.hint).toBe('It is called "preserve_source" now.');
  });
});

describe("texts that no file can hold", () => {
  test("half of a surrogate pair is refused where it stands", () => {
    const issues = issuesWith({
      sources: ["a.mov", "\uD800.mov"],
      output_dir: "/\uDC00",
      user_metadata: { a: "\uD800", "\uDC00": "b" },
    });
    expect(issues.map(({ path, code }) => [path, code])).toEqual([
      ["$.sources[1]", "invalid_value"],
      ["$.output_dir", "invalid_value"],
      ["$.user_metadata.a", "invalid_value"],
      [String.raw`$.user_metadata["\udc00"]`, "invalid_key"],
    ]);
  });

  test("`__proto__` cannot be a key of user_metadata, where it would be lost", () => {
    const document = JSON.parse(
      JSON.stringify({ ...VALID, user_metadata: {} }).replace(
        '"user_metadata":{}',
        '"user_metadata":{"__proto__":"x"}',
      ),
    ) as unknown;
    expect(checkDocument(document).issues).toMatchObject([{ path: "$.user_metadata.__proto__", code: "invalid_key" }]);
    const polluted = checkDocument(JSON.parse('{"__proto__":{"codec":"h264"},"user_metadata":{"constructor":"x"}}'));
    expect(polluted.fields).toEqual({ user_metadata: { constructor: "x" } });
    expect(Object.getPrototypeOf(polluted.fields)).toBe(Object.prototype);
  });
});

describe("every issue", () => {
  test("is reported at once, each with its path", () => {
    const { issues, fields, spec } = checkDocument({
      jobspec_version: "2.1",
      created_at: "2026-11-20",
      job_id: "a/b",
      sources: ["a.mov", 2],
      output_directory: "/x",
      output_name_template: "{foo}/x",
      codec: "prores_proxy",
      container: "mp4",
      resolution: "0x0",
      fps_mode: "explicit",
      proxy_profile: "proxy_h264_low",
      user_metadata: { take: 1 },
      watermark: true,
    });
    expect(issues.map(({ path, code }) => `${path} ${code}`).sort()).toEqual([
      "$.container illegal_pair",
      "$.created_at invalid_value",
      "$.fps_mode invalid_value",
      "$.job_id invalid_value",
      "$.jobspec_version unsupported_version",
      "$.output_dir missing_field",
      "$.output_directory unknown_field",
      "$.output_name_template invalid_name",
      "$.output_name_template unknown_token",
      "$.proxy_profile profile_mismatch",
      "$.resolution invalid_value",
      "$.sources[1] wrong_type",
      "$.user_metadata.take wrong_type",
      "$.watermark unknown_field",
    ]);
    expect(spec).toBeNull();
    expect(Object.keys(fields).sort()).toEqual(["codec", "container", "output_name_template", "proxy_profile"]);
    expectPresentable(issues);
  });

  test("is in the error that parsing throws", () => {
    const parse = (text: string) => () => parseJobSpec(text);
    expect(parse("{}")).toThrow(JobSpecValidationError);
    expect(parse("{}")).toThrow("$.jobspec_version: `jobspec_version` is missing");
    expect(parse('{"a":1,"a":2}')).toThrow("$.a: The key `a` stands more than once.");
    expect(parse("nonsense")).toThrow(JobSpecValidationError);
  });

  test("is counted to a thousand, in little time, however many there are", () => {
    const many = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`k${index}`, 1]));
    expect(checkDocument({ ...VALID, ...many }).issues).toHaveLength(1000);
    expect(issuesWith({ user_metadata: many })).toMatchObject([{ path: "$.user_metadata", code: "too_many_entries" }]);
    expect(issuesWith({ sources: Array.from({ length: 200_000 }, () => 1) })).toMatchObject([
      { path: "$.sources", code: "too_many_entries" },
    ]);
    expect(issuesWith({ sources: Array.from({ length: 5000 }, () => 1) })).toHaveLength(1000);
  });

  test("is one printable line, whatever the names and values are", () => {
    const nasty = [
      "\n",
      "\r\n\t",
      "\u001B[2J\u001B[31m",
      "\u0000",
      "\u007F\u0085",
      "\u2028\u2029",
      "\u202Egpj.exe",
      "\u200B\uFEFF",
      "\uD800",
      "x".repeat(100_000),
      "`",
      "😀".repeat(1000),
    ];
    for (const text of nasty) {
      for (const field of JOBSPEC_FIELDS) issuesWith({ [field]: text });
      for (const wrapped of [text, `{${text}}`, `{index}${text}`, `{index}{${text}`])
        issuesWith({ output_name_template: wrapped });
      issuesWith({
        [text]: text,
        user_metadata: { [text]: 1, [`a${text}`]: text },
        sources: [text, `${text}${text}`, 1],
      });
      expectPresentable(checkDocument(text).issues);
    }
  });

  test("is found in 2000 documents with random faults, and none throws", () => {
    const random = createRandom(1120);
    const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value;
    const strange = [
      "\n",
      "\u001B[0m",
      "\u202E",
      "\uD83D",
      "{",
      "}",
      "/",
      "..",
      "\u0000",
      "é",
      "__proto__",
      "force_",
      "x",
      "0",
      "9".repeat(30),
    ];
    const randomText = () => Array.from({ length: Math.floor(random() * 8) }, () => pick(strange)).join("");
    const randomValue = (): unknown =>
      pick<() => unknown>([
        () => null,
        () => random() * 1e6,
        () => true,
        () => randomText(),
        () => [randomText(), randomValue()],
        () => Object.fromEntries([[randomText(), randomValue()]]),
        () => "x".repeat(10_000),
      ])();
    const mutate = (value: unknown): unknown => {
      if (typeof value === "string" && random() < 0.7) {
        const at = Math.floor(random() * (value.length + 1));
        return value.slice(0, at) + randomText() + value.slice(at + Math.floor(random() * 3));
      }
      if (Array.isArray(value) && random() < 0.7)
        return value.map((entry) => (random() < 0.5 ? mutate(entry) : entry)).slice(random() < 0.2 ? 1 : 0);
      return randomValue();
    };
    let faulty = 0;
    for (let round = 0; round < 2000; round++) {
      const entries: [string, unknown][] = Object.entries(VALID);
      for (let times = 0; times <= random() * 3; times++) {
        const index = Math.floor(random() * entries.length);
        const [name, value] = entries[index] ?? ["", null];
        pick([
          () => (entries[index] = [name, mutate(value)]),
          () => (entries[index] = [name, mutate(value)]),
          () => (entries[index] = [String(mutate(name)), value]),
          () => entries.splice(index, 1),
          () => entries.push([randomText(), randomValue()]),
        ])();
      }
      const document = Object.fromEntries(entries);
      const copy = structuredClone(document);
      const { issues, spec } = checkDocument(document);
      expect(document).toEqual(copy);
      expect(spec === null).toBe(issues.length > 0);
      expectPresentable(issues);
      if (issues.length > 0) faulty++;
    }
    expect(faulty).toBeGreaterThan(1000);
  });
});
