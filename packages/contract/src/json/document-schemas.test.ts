import { SIGNATURES } from "@proxx/operations/signatures";
import { describe, expect, test } from "vitest";
import { DOCUMENT_NAMES, documentJsonSchema, planDocumentSchema } from "./document-schemas.ts";
import { JOBSPEC_FIELDS, jobSpecSchema } from "../job-spec/job-spec.ts";
import { jobResultSchema } from "../job-spec/job-result.ts";
import { executionSchema, webhookBodySchema } from "../execution/execution.ts";
import { movieConfigSchema } from "../script/movie-config.ts";
import { scriptSchema } from "../script/script.ts";
import { EXAMPLE_SLIDES } from "@proxx/testing/example-slides";

const JOBSPEC = {
  jobspec_version: "1.0.0",
  created_at: "2026-11-20T10:00:00Z",
  sources: ["clip.mov"],
  output_dir: "/media/proxies",
  output_name_template: "{source_name}_proxy",
  codec: "prores_proxy",
  container: "mov",
  fps_mode: "preserve_source",
  proxy_profile: "proxy_prores_proxy",
};

const CLIP = {
  source_path: "/media/clip.mov",
  output_path: "/media/proxies/clip_proxy.mov",
  status: "COMPLETED",
  started_at: "2026-11-20T10:00:00.000Z",
  ended_at: "2026-11-20T10:00:02.500Z",
  duration_seconds: 2.5,
  ffmpeg_command: ["ffmpeg", "-i", "file:/media/clip.mov"],
  ffmpeg_command_line: "ffmpeg -i file:/media/clip.mov",
  exit_code: 0,
  output_exists: true,
  output_size_bytes: 1024,
  output_sha256: "0".repeat(64),
  failure_reason: null,
  failure_code: null,
  failure_detail: null,
  stderr_tail: null,
  partial_path: null,
  verification: [{ check: "frame_count", expected: "50", found: "50", pass: true }],
  losses: [{ property: "bit_depth", from: "12", to: "10", reason: "ProRes 422 has 10" }],
  source_completeness: "proven",
};

const RESULT = {
  job_id: "a1b2c3",
  jobspec_version: "1.0.0",
  jobspec_fingerprint: `sha256:${"0".repeat(64)}`,
  status: "COMPLETED",
  started_at: "2026-11-20T10:00:00.000Z",
  ended_at: "2026-11-20T10:00:02.500Z",
  duration_seconds: 2.5,
  total_clips: 1,
  successful_clips: 1,
  failed_clips: 0,
  skipped_clips: 0,
  clips: [CLIP],
  validation_error: null,
  validation_issues: [],
  execution_engine: "ffmpeg",
  engine_version: "5.1.9",
  worker_id: null,
  concurrency_mode: "sequential",
  user_metadata: { project: "Lighthouse" },
  _metadata: {
    jobspec_path: null,
    result_written_at: "2026-11-20T10:00:03.000Z",
    host: "edit-3",
    proxx_version: "0.1.0",
  },
};

const VIDEO = {
  kind: "video",
  url: "file:///media/a.mp4",
  sha256: "0".repeat(64),
  size: 1024,
  mediaType: "video/mp4",
  width: 1920,
  height: 1080,
  aspectRatio: "16:9",
  duration: 5,
  fps: 25,
  hasAudio: true,
  status: "completed",
};

const EXECUTION = {
  id: "exec_1",
  status: "completed",
  progress: 100,
  totalJobs: 1,
  completedJobs: 1,
  currentJob: null,
  etaSeconds: null,
  result: VIDEO,
  results: {},
  error: null,
  degradations: [{ jobId: "job1", code: "animatic_instead_of_model", message: "m", hint: "h" }],
  jobs: [],
  baseExecutionId: null,
  createdAt: "2026-11-20T10:00:00.000Z",
  completedAt: "2026-11-20T10:00:02.500Z",
};

const WEBHOOK = {
  executionId: "exec_1",
  status: "completed",
  result: VIDEO,
  video: VIDEO,
  results: { wide: VIDEO, words: null },
  completedAt: "2026-11-20T10:00:02.500Z",
};

const job = (type: string, params?: unknown) => ({ jobs: [{ id: "job1", type, params }] });

const documents: Record<string, { valid: unknown[]; invalid: unknown[] }> = {
  jobspec: {
    valid: [
      JOBSPEC,
      { ...JOBSPEC, codec: "prores422proxy" },
      { ...JOBSPEC, created_at: "2028-02-29T23:59:59.123456+05:30" },
      { ...JOBSPEC, resolution: "16x16384", fps_mode: "force_23_976", job_id: "Job-1_a.b" },
      { ...JOBSPEC, user_metadata: {} },
      { ...JOBSPEC, user_metadata: { project: "Lighthouse", "": "" }, resolve_preset: "ProRes Proxy" },
    ],
    invalid: [
      null,
      [],
      {},
      ...JOBSPEC_FIELDS.filter((field) => field in JOBSPEC).map((field) => ({ ...JOBSPEC, [field]: undefined })),
      ...JOBSPEC_FIELDS.flatMap((field) =>
        [null, 1, true, [[]], { a: 1 }, ""].map((value) => ({ ...JOBSPEC, [field]: value })),
      ),
      { ...JOBSPEC, outputDir: "/x" },
      { ...JOBSPEC, jobspec_version: "2.1" },
      { ...JOBSPEC, created_at: "2026-11-20T10:00:00" },
      { ...JOBSPEC, created_at: "2026-02-29T10:00:00Z" },
      { ...JOBSPEC, sources: [] },
      { ...JOBSPEC, sources: ["a", ""] },
      { ...JOBSPEC, sources: ["a\u0000b"] },
      { ...JOBSPEC, resolution: "15x100" },
      { ...JOBSPEC, resolution: "100x16385" },
      { ...JOBSPEC, fps_mode: "force_0" },
      { ...JOBSPEC, job_id: "a/b" },
      { ...JOBSPEC, job_id: "a".repeat(65) },
      { ...JOBSPEC, user_metadata: { take: 3 } },
    ],
  },
  result: {
    valid: [
      RESULT,
      { ...RESULT, clips: [], total_clips: 0, job_id: null, jobspec_fingerprint: null, execution_engine: null },
      {
        ...RESULT,
        status: "PARTIAL",
        clips: [CLIP, { ...CLIP, status: "SKIPPED", ffmpeg_command: null, started_at: null }],
      },
      {
        ...RESULT,
        _recovery: {
          reason: "runner interrupted",
          recovered_at: "2026-11-20T10:00:03.000Z",
          original_path: "/w/running/a.json",
        },
      },
      { ...RESULT, validation_issues: [{ path: "$", code: "x", message: "y", hint: "z" }], validation_error: "$: y" },
    ],
    invalid: [
      null,
      {},
      ...Object.keys(RESULT).map((field) => ({ ...RESULT, [field]: undefined })),
      ...Object.keys(CLIP).map((field) => ({ ...RESULT, clips: [{ ...CLIP, [field]: undefined }] })),
      { ...RESULT, extra: 1 },
      { ...RESULT, status: "completed" },
      { ...RESULT, started_at: "2026-11-20T10:00:00Z" },
      { ...RESULT, started_at: "2026-11-20T10:00:00.000+01:00" },
      { ...RESULT, duration_seconds: -1 },
      { ...RESULT, total_clips: 1.5 },
      { ...RESULT, clips: [{ ...CLIP, failure_reason: "tired" }] },
      { ...RESULT, validation_issues: [{ path: "$" }] },
    ],
  },
};

documents["plan"] = {
  valid: [
    job("generate", { prompt: "A sunset" }),
    { jobs: [{ id: "a", type: "merge", dependsOn: ["b", "c"], output: "$a" }] },
    job("merge", { items: ["a.mp4", { media: "$job2", duration: 2 }], transition: { type: "wipe-left" } }),
    job("reframe", { video: "$base", aspectRatio: "9:16", mode: "auto" }),
    job("addSubtitles", { captions: [{ word: "hi", start: 0, end: 1 }], style: { preset: "tiktok" } }),
    job("layers", { items: [{ media: ["a.mp4", { media: "b.mp4" }], placement: "pip", chromaKey: true }] }),
    { ...job("transcode", {}), baseExecutionId: "exec_1", webhook: { url: "https://example.com/hook" } },
  ],
  invalid: [
    null,
    {},
    { jobs: [] },
    job("upscale", {}),
    job("generate", {}),
    job("generate", { prompt: 3 }),
    job("generate", { prompt: "x", fps: "fast" }),
    job("merge", { transition: "star-wipe" }),
    job("merge", { items: [3] }),
    job("reframe", { aspectRatio: "wide" }),
    job("reframe", { aspect: "9:16" }),
    job("layers", { items: [{ placement: "pip" }] }),
    { jobs: [{ id: "1a", type: "merge" }] },
    { ...job("merge"), hooks: [] },
  ],
};
documents["execution"] = {
  valid: [
    EXECUTION,
    { ...EXECUTION, results: { wide: VIDEO, words: null } },
    { ...EXECUTION, status: "pending", result: null, completedAt: null },
  ],
  invalid: [
    ...Object.keys(EXECUTION).map((field) => ({ ...EXECUTION, [field]: undefined })),
    { ...EXECUTION, status: "done" },
    { ...EXECUTION, result: { ...VIDEO, sha256: "x" } },
    { ...EXECUTION, results: undefined },
    { ...EXECUTION, results: { wide: { ...VIDEO, sha256: "x" } } },
  ],
};
documents["webhook"] = {
  valid: [WEBHOOK, { ...WEBHOOK, status: "cancelled", result: null, video: null }],
  invalid: [
    ...Object.keys(WEBHOOK).map((field) => ({ ...WEBHOOK, [field]: undefined })),
    { ...WEBHOOK, status: "processing" },
  ],
};

const SCRIPT = { title: "Tides", sections: [{ title: "The sea rises", narrations: [{ text: "Twice a day." }] }] };
const withSlide = (slide: unknown) => ({ ...SCRIPT, sections: [{ title: "The sea rises", slide }] });
documents["script"] = {
  valid: [
    SCRIPT,
    { ...SCRIPT, language: "ja", personas: [{ id: "a", name: "A", voice: { voice: "voicevox:3", speed: 1.2 } }] },
    ...EXAMPLE_SLIDES.map(withSlide),
  ],
  invalid: [
    null,
    {},
    { ...SCRIPT, subtitle: "x" },
    { ...SCRIPT, sections: [] },
    { ...SCRIPT, sections: [{ title: "" }] },
    { ...SCRIPT, sections: [{ title: "A", narrations: [{ text: "b", id: "a/b" }] }] },
    withSlide({ layout: "poster", title: "A" }),
    withSlide({ title: "A" }),
    ...EXAMPLE_SLIDES.map((slide) => withSlide({ ...slide, colour: "red" })),
  ],
};

documents["movie-config"] = {
  valid: [
    {},
    { language: "ja", seconds: 90, theme: "quiet", size: "9:16", frame_rate: 25, voices: { ja: "voicevox:3" } },
    { writer: { base_url: "http://127.0.0.1:11434/v1", model: "m", grounded: true }, music: { path: "a.mp3" } },
  ],
  invalid: [
    null,
    { sizes: "9:16" },
    { size: "4x" },
    { seconds: 5 },
    { writer: { model: "m" } },
    { brand: { accent: "red" } },
    { brand: { family: "comic-sans" } },
    { transition: "star-wipe" },
  ],
};

const codeChecks = {
  jobspec: jobSpecSchema,
  result: jobResultSchema,
  plan: planDocumentSchema(SIGNATURES),
  execution: executionSchema,
  script: scriptSchema,
  "movie-config": movieConfigSchema,
  webhook: webhookBodySchema,
};

describe.each(DOCUMENT_NAMES)("the JSON Schema of %s", (name) => {
  const schema = documentJsonSchema(name, SIGNATURES);

  test("is draft 2020-12, and closed", () => {
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: expect.any(String) as string,
      type: "object",
      additionalProperties: false,
    });
  });

  test("agrees with the code on what is valid and what is not", () => {
    for (const [expected, list] of [
      [true, documents[name]?.valid],
      [false, documents[name]?.invalid],
    ] as const) {
      for (const written of list ?? []) {
        // What a document is to a reader: `undefined` does not survive.
        const value: unknown = JSON.parse(JSON.stringify(written));
        const text = JSON.stringify(value);
        expect(codeChecks[name].safeParse(value).success, `code: ${text}`).toBe(expected);
        expect(accepts(schema, value), `schema: ${text}`).toBe(expected);
      }
    }
  });

  test("is the same each time and survives JSON", () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(documentJsonSchema(name, SIGNATURES));
  });
});

/** As much of draft 2020-12 as the schemas use; a keyword it does not know fails the test instead of being passed over. */
function accepts(schema: unknown, value: unknown): boolean {
  if (typeof schema === "boolean") return schema;
  return Object.entries(schema as object).every(([keyword, argument]) =>
    holds(keyword, argument, value, schema as object),
  );
}

function holds(
  keyword: string,
  argument: unknown,
  value: unknown,
  schema: { properties?: object; prefixItems?: unknown[] },
): boolean {
  switch (keyword) {
    case "$schema":
    case "title":
    case "description":
    case "format":
    case "default":
    // Followed where they are referred to; the tests here refer to none.
    case "$ref":
    case "$defs":
      return true;
    case "type":
      return [argument as string | string[]].flat().some((type) => isOfType(type, value));
    case "const":
      return value === argument;
    case "enum":
      return (argument as unknown[]).includes(value);
    case "pattern":
      return typeof value !== "string" || new RegExp(argument as string, "u").test(value);
    case "minLength":
      return typeof value !== "string" || Array.from(value).length >= (argument as number);
    case "maxLength":
      return typeof value !== "string" || Array.from(value).length <= (argument as number);
    case "minimum":
      return typeof value !== "number" || value >= (argument as number);
    case "maximum":
      return typeof value !== "number" || value <= (argument as number);
    case "minItems":
      return !Array.isArray(value) || value.length >= (argument as number);
    case "maxItems":
      return !Array.isArray(value) || value.length <= (argument as number);
    case "items": {
      const { prefixItems = [] } = schema;
      return !Array.isArray(value) || value.slice(prefixItems.length).every((entry) => accepts(argument, entry));
    }
    case "anyOf":
      return (argument as unknown[]).some((branch) => accepts(branch, value));
    case "oneOf":
      return (argument as unknown[]).filter((branch) => accepts(branch, value)).length === 1;
    case "prefixItems":
      return !Array.isArray(value) || (argument as unknown[]).every((entry, index) => accepts(entry, value[index]));
    case "required":
      return !isObject(value) || (argument as string[]).every((field) => Object.hasOwn(value, field));
    case "properties":
      return (
        !isObject(value) ||
        Object.entries(argument as object).every(
          ([field, property]) => !Object.hasOwn(value, field) || accepts(property, value[field]),
        )
      );
    case "propertyNames":
      return !isObject(value) || Object.keys(value).every((name) => accepts(argument, name));
    case "additionalProperties": {
      const { properties = {} } = schema;
      return (
        !isObject(value) ||
        Object.keys(value).every((field) => Object.hasOwn(properties, field) || accepts(argument, value[field]))
      );
    }
    default:
      throw new Error(`The schema uses ${keyword}, which this test does not know.`);
  }
}

function isOfType(type: string, value: unknown): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isObject(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
