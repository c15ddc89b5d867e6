import { describe, expect, test } from "vitest";
import { checkPlan, type CheckedJob, type CheckPlanOptions } from "../src/index.ts";
import { createTestOperations } from "./operations.ts";
import { clip, job } from "./world.ts";

const { operations } = createTestOperations();

async function issuesOf(plan: unknown, options: Partial<CheckPlanOptions> = {}) {
  const checked = await checkPlan(plan, { operations, providerNames: ["replicate", "fal"], ...options });
  return "issues" in checked ? checked.issues : [];
}

/** What is put in, by its place in the plan. */
function inputsOf({ sources }: CheckedJob): Record<string, string> {
  return Object.fromEntries(
    sources.map(({ label, source: { from } }) => [label, typeof from === "string" ? from : from.toJSON()]),
  );
}

function nested(depth: number): unknown {
  let value: unknown = "deep";
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

const a = clip("a");
const params = (type: string, written: object) => ({ jobs: [job("x", type, written)] });
const P = "$.jobs[0].params";

/** What is wrong, where it is said to be, under which code, and what the message or the hint has to say. */
const BAD_PLANS: [name: string, plan: unknown, path: string, code: string, says?: string | RegExp][] = [
  ["no object", "plan", "$", "not_an_object", "the text"],
  ["a list", [a], "$", "not_an_object", "a list"],
  ["null", null, "$", "not_an_object", "null"],
  ["nothing", undefined, "$", "not_json"],
  ["no jobs", {}, "$.jobs", "missing_parameter"],
  ["jobs that are no list", { jobs: "a" }, "$.jobs", "wrong_type", "a list"],
  ["an empty list of jobs", { jobs: [] }, "$.jobs", "out_of_range"],
  ["an unknown field", { jobs: [a], webhok: {} }, "$.webhok", "unknown_parameter", "Did you mean `webhook`?"],
  ["a job that is no object", { jobs: ["a"] }, "$.jobs[0]", "wrong_type", "an object"],
  ["a job without a type", { jobs: [{ id: "a" }] }, "$.jobs[0].type", "missing_parameter"],
  ["a job without an id", { jobs: [{ type: "merge" }] }, "$.jobs[0].id", "missing_parameter"],
  [
    "10,000 jobs",
    { jobs: Array.from({ length: 10_000 }, (_, n) => clip(`j${n}`)) },
    "$.jobs",
    "too_many_jobs",
    "10000",
  ],
  ["a megabyte too much", { jobs: [clip("a", "x".repeat(9_000_000))] }, "$", "document_too_large"],
  ["nesting without end", params("generate", { prompt: "a", options: { x: nested(100) } }), "$", "too_deep"],
  ["a number that is none", params("generate", { prompt: "a", duration: Number.NaN }), `${P}.duration`, "not_json"],
  ["a function", params("generate", { prompt: () => "a" }), `${P}.prompt`, "not_json", "a function"],
  ["a date", params("generate", { prompt: "a", options: { at: new Date() } }), `${P}.options.at`, "not_json"],
  ["half a character", { jobs: [clip("a", "\uD800")] }, `${P}.prompt`, "lone_surrogate"],
  [
    "a key that is dropped",
    JSON.parse('{"jobs":[{"id":"a","type":"merge","params":{"__proto__":1}}]}'),
    `${P}.__proto__`,
    "invalid_key",
  ],
  ["two jobs of one id", { jobs: [a, clip("a")] }, "$.jobs[1].id", "duplicate_id", "$.jobs[0]"],
  ["the id `base`", { jobs: [clip("base")] }, "$.jobs[0].id", "reserved_id"],
  ["an id with a space", { jobs: [clip("a b")] }, "$.jobs[0].id", "invalid_value", "a letter"],
  ["an id that is a number", { jobs: [{ ...a, id: 1 }] }, "$.jobs[0].id", "wrong_type", "a text"],
  ["an id of 65 letters", { jobs: [clip("a".repeat(65))] }, "$.jobs[0].id", "invalid_value"],
  ["an unknown operation", params("mrege", {}), "$.jobs[0].type", "unknown_type", "Did you mean `merge`?"],
  ["a builder's name", params("generateVideo", {}), "$.jobs[0].type", "unknown_type", "it is called `generate`"],
  ["a type from the prototype", params("constructor", {}), "$.jobs[0].type", "unknown_type"],
  ["another output", { jobs: [{ ...a, output: "$b" }] }, "$.jobs[0].output", "wrong_output", '"$a"'],
  ["an output without `$`", { jobs: [{ ...a, output: "a" }] }, "$.jobs[0].output", "wrong_output"],
  [
    "an unknown field of a job",
    { jobs: [{ ...a, depends: [] }] },
    "$.jobs[0].depends",
    "unknown_parameter",
    "dependsOn",
  ],
  ["parameters that are a list", { jobs: [{ id: "a", type: "generate", params: [] }] }, P, "wrong_type"],
  ["an unknown parameter", params("generate", { promt: "x" }), `${P}.promt`, "unknown_parameter", "`prompt`"],
  [
    "an unknown parameter deep within",
    { jobs: [a, job("m", "merge", { items: [{ media: "$a", offest: 1 }] })] },
    "$.jobs[1].params.items[0].offest",
    "unknown_parameter",
    "`offset`",
  ],
  ["a missing parameter", params("generate", {}), `${P}.prompt`, "missing_parameter"],
  ["a number as a text", params("generate", { prompt: 5 }), `${P}.prompt`, "wrong_type", "the number 5"],
  ["a text as a number", params("generate", { prompt: "a", duration: "5" }), `${P}.duration`, "wrong_type", "a number"],
  [
    "a length below nothing",
    params("generate", { prompt: "a", duration: -1 }),
    `${P}.duration`,
    "out_of_range",
    "at least 0.04, got the number -1",
  ],
  [
    "a seed with a fraction",
    params("generate", { prompt: "a", seed: 1.5 }),
    `${P}.seed`,
    "wrong_type",
    "a whole number",
  ],
  [
    "a value that is not on the list",
    params("generate", { prompt: "a", resolution: "1080" }),
    `${P}.resolution`,
    "invalid_value",
    "Did you mean `1080p`?",
  ],
  [
    "a transition that there is not",
    { jobs: [a, job("m", "merge", { transition: "crossfad" }, ["a"])] },
    "$.jobs[1].params.transition",
    "invalid_value",
    "Did you mean `crossfade`?",
  ],
  [
    "a transition with a typing error",
    { jobs: [a, job("m", "merge", { transition: { typ: "cut" } }, ["a"])] },
    "$.jobs[1].params.transition.typ",
    "unknown_parameter",
    "type",
  ],
  [
    "a transition's length as a text",
    { jobs: [a, job("m", "merge", { transition: { type: "cut", duration: "1" } }, ["a"])] },
    "$.jobs[1].params.transition.duration",
    "wrong_type",
  ],
  [
    "a transition of another type",
    { jobs: [a, job("m", "merge", { transition: 5 }, ["a"])] },
    "$.jobs[1].params.transition",
    "invalid_value",
    "or an object",
  ],
  ["a clip that is a number", params("merge", { items: [5] }), `${P}.items[0]`, "invalid_value", "a URL, a path"],
  [
    "a source by ftp",
    params("merge", { items: ["ftp://example.com/a.mp4"] }),
    `${P}.items[0]`,
    "invalid_value",
    "http",
  ],
  ["a source by `concat:`", params("merge", { items: ["concat:a|b"] }), `${P}.items[0]`, "invalid_value"],
  ["a source with a line break", params("merge", { items: ["a\nb"] }), `${P}.items[0]`, "invalid_value"],
  ["an empty source", params("reframe", { video: " " }), `${P}.video`, "invalid_value"],
  [
    "a colour with a filter in it",
    params("merge", { items: ["a.mp4"], background: "black,drawtext=x" }),
    `${P}.background`,
    "invalid_value",
    "a colour",
  ],
  [
    "words without an end",
    params("captions", { video: "a.mp4", captions: [{ word: "a", start: 1 }] }),
    `${P}.captions[0].end`,
    "missing_parameter",
  ],
  [
    "a model name with a space",
    params("generate", { prompt: "a", model: { provider: "fal", model: "a b" } }),
    `${P}.model.model`,
    "invalid_value",
    "model name",
  ],
  [
    "a provider that there is not",
    params("generate", { prompt: "a", model: { provider: "replicat", model: "a" } }),
    `${P}.model.provider`,
    "invalid_value",
    "Did you mean `replicate`?",
  ],
  [
    "a dangling reference",
    { jobs: [a, job("r", "reframe", { video: "$b" })] },
    "$.jobs[1].params.video",
    "unknown_reference",
    '"$$b"',
  ],
  [
    "a reference that means a price",
    { jobs: [clip("a", "$5 each")] },
    `${P}.prompt`,
    "unknown_reference",
    '"$$5 each"',
  ],
  ["a dangling `dependsOn`", { jobs: [{ ...a, dependsOn: ["b"] }] }, "$.jobs[0].dependsOn[0]", "unknown_reference"],
  [
    "a `dependsOn` with `$`",
    { jobs: [a, job("m", "merge", {}, ["$a"])] },
    "$.jobs[1].dependsOn[0]",
    "unknown_reference",
    '"a"',
  ],
  [
    "a `dependsOn` on the base",
    { jobs: [job("m", "merge", {}, ["base"])], baseExecutionId: "e" },
    "$.jobs[0].dependsOn[0]",
    "unknown_reference",
    "by themselves",
  ],
  [
    "the same job twice in `dependsOn`",
    { jobs: [a, job("m", "merge", {}, ["a", "a"])] },
    "$.jobs[1].dependsOn[1]",
    "duplicate_dependency",
  ],
  [
    "a job that depends on itself",
    { jobs: [job("m", "merge", {}, ["m"])] },
    "$.jobs[0].dependsOn[0]",
    "self_reference",
  ],
  [
    "a job that takes its own output",
    { jobs: [job("m", "merge", { items: ["$m"] })] },
    `${P}.items[0]`,
    "self_reference",
  ],
  [
    "a ring of two",
    { jobs: [job("x", "reframe", { video: "$y" }), job("y", "reframe", { video: "$x" })] },
    `${P}.video`,
    "cycle",
    "x → y → x",
  ],
  [
    "a ring of three by `dependsOn`",
    { jobs: [job("x", "reframe", {}, ["z"]), job("y", "reframe", {}, ["x"]), job("z", "reframe", {}, ["y"])] },
    "$.jobs[0].dependsOn[0]",
    "cycle",
    "x → z → y → x",
  ],
  [
    "`$base` without a base",
    { jobs: [job("r", "reframe", { video: "$base" })] },
    `${P}.video`,
    "base_missing",
    "baseExecutionId",
  ],
  [
    "a reference for a number",
    { jobs: [a, clip("b", "b", { params: { prompt: "b", duration: "$a" } })] },
    "$.jobs[1].params.duration",
    "reference_not_allowed",
  ],
  [
    "a reference for a choice",
    { jobs: [a, job("r", "reframe", { mode: "$a" }, ["a"])] },
    "$.jobs[1].params.mode",
    "reference_not_allowed",
  ],
  ["a reference for a prompt", { jobs: [a, clip("b", "$a")] }, "$.jobs[1].params.prompt", "reference_not_allowed"],
  [
    "a reference for an object",
    { jobs: [a, job("m", "merge", { transition: "$a" }, ["a"])] },
    "$.jobs[1].params.transition",
    "reference_not_allowed",
  ],
  [
    "a reference in a model's own options",
    {
      jobs: [a, job("b", "generate", { prompt: "b", model: { provider: "local", model: "m", options: { x: "$a" } } })],
    },
    "$.jobs[1].params.model.options.x",
    "reference_not_allowed",
  ],
  [
    "sound for a picture",
    { jobs: [job("s", "generateAudio", { text: "a" }), job("r", "reframe", { video: "$s" })] },
    "$.jobs[1].params.video",
    "wrong_kind",
    "makes audio",
  ],
  [
    "a film for a sound",
    { jobs: [a, job("l", "lipSync", { video: "$a", audioUrl: "$a" })] },
    "$.jobs[1].params.audioUrl",
    "wrong_kind",
  ],
  [
    "a picture for words",
    { jobs: [job("i", "generateImage", { prompt: "i" }), job("s", "generateAudio", { text: "$i" })] },
    "$.jobs[1].params.text",
    "wrong_kind",
  ],
  [
    "words for a film",
    { jobs: [job("t", "transcribe", { media: "a.mp4" }), job("m", "merge", { items: [{ media: "$t" }] })] },
    "$.jobs[1].params.items[0].media",
    "wrong_kind",
  ],
  [
    "words before what takes none",
    { jobs: [job("t", "transcribe", { media: "a.mp4" }), job("r", "reframe", {}, ["t"])] },
    "$.jobs[1].dependsOn[0]",
    "wrong_kind",
  ],
  [
    "two films for a place of one",
    { jobs: [a, clip("b"), job("r", "reframe", {}, ["a", "b"])] },
    "$.jobs[2].dependsOn[1]",
    "too_many_inputs",
    "merge()",
  ],
  [
    "a place that is none of two lists",
    params("layers", { items: ["a.mp4", { media: "b.mp4", placement: "topleft" }] }),
    `${P}.items[1].placement`,
    "invalid_value",
    "Did you mean `top-left`?",
  ],
  ["nothing to reframe", params("reframe", {}), `${P}.video`, "missing_input", "dependsOn"],
  [
    "no sound to overlay",
    { jobs: [a, job("o", "overlayAudio", {}, ["a"])] },
    "$.jobs[1].params.audio",
    "missing_input",
  ],
  [
    "what is no file, under the other name of a parameter",
    params("lipSync", { video: "a.mp4", audioUrl: "" }),
    `${P}.audioUrl`,
    "invalid_value",
  ],
  [
    "what is no text, under the other name of a parameter",
    params("lipSync", { video: "a.mp4", audioUrl: 5 }),
    `${P}.audioUrl`,
    "invalid_value",
  ],
  [
    "both names of a parameter",
    params("lipSync", { video: "a.mp4", audio: "a.wav", audioUrl: "b.wav" }),
    `${P}.audioUrl`,
    "given_twice",
    "`audio`",
  ],
  [
    "a webhook by ftp",
    { jobs: [a], webhook: { url: "ftp://example.com" } },
    "$.webhook.url",
    "invalid_value",
    "http or https",
  ],
  ["a webhook that is no URL", { jobs: [a], webhook: { url: "example" } }, "$.webhook.url", "invalid_value"],
  [
    "a provider without a key",
    params("generate", { prompt: "a", model: { provider: "fal", model: "a" } }),
    `${P}.model`,
    "provider_key_missing",
  ],
  [
    "what the operation itself has against it",
    params("reframe", { video: "a.mp4", width: 100, focus: { x: 0, y: 0 } }),
    `${P}.focus`,
    "focus_unused",
  ],
  ["what the operation cannot go about", params("captions", { video: "a.mp4" }), P, "text_missing"],
];

test("a key for a provider that there is not is refused", async () => {
  const issues = await issuesOf({ jobs: [a] }, { providerApiKeys: { fal: "a-key", replicat: "a-key" } });
  expect(issues).toMatchObject([
    { path: "$.providerApiKeys.replicat", hint: "Did you mean `replicate`? There are replicate, fal." },
  ]);
});

describe("a bad plan", () => {
  test.each(BAD_PLANS)("with %s is refused", async (_name, plan, path, code, says) => {
    const issues = await issuesOf(plan);
    expect(issues.map((issue) => `${issue.path} ${issue.code}`)).toEqual([`${path} ${code}`]);
    const [issue] = issues;
    expect(issue?.hint).not.toBe("");
    if (says !== undefined)
      expect(`${issue?.message} ${issue?.hint}`).toMatch(says instanceof RegExp ? says : escape(says));
  });

  function escape(text: string): RegExp {
    return new RegExp(RegExp.escape(text));
  }

  test("is told all that is wrong with it at once", async () => {
    const issues = await issuesOf({
      jobs: [
        { id: "base", type: "generate", params: { prompt: "a" } },
        { id: "b", type: "generte", params: {} },
        { id: "c", type: "generate", params: { promt: "a", duration: "x" }, dependsOn: ["q"] },
        job("d", "reframe", { video: "$e" }),
        job("e", "reframe", { video: "$d", width: 5 }),
        job("f", "reframe", { video: "a.mp4", width: 100, focus: { x: 0, y: 0 } }),
      ],
      webhook: { url: "x" },
    });
    expect(issues.map((issue) => `${issue.path} ${issue.code}`)).toEqual([
      "$.webhook.url invalid_value",
      "$.jobs[0].id reserved_id",
      "$.jobs[1].type unknown_type",
      "$.jobs[2].dependsOn[0] unknown_reference",
      "$.jobs[3].params.video cycle",
      "$.jobs[2].params.duration wrong_type",
      "$.jobs[2].params.promt unknown_parameter",
      "$.jobs[4].params.width out_of_range",
      "$.jobs[5].params.focus focus_unused",
    ]);
  });

  test("has at most a thousand issues told", async () => {
    const jobs = Array.from({ length: 1000 }, (_, n) => ({
      id: `j${n}`,
      type: "generate",
      params: { x: 1, y: 1, z: 1 },
    }));
    expect(await issuesOf({ jobs })).toHaveLength(1000);
  });

  test("that is strict refuses whatever stands in for something better", async () => {
    const plan = { jobs: [a, clip("b")], outputs: { first: "$a" } };
    expect(await issuesOf(plan)).toEqual([]);
    const issues = await issuesOf(plan, { strict: true });
    expect(issues.map((issue) => `${issue.path} ${issue.code}`)).toEqual([
      "$.jobs[0].params animatic_instead_of_model",
      "$.jobs[1].params animatic_instead_of_model",
    ]);
  });

  test("makes what nobody takes", async () => {
    const unused = (plan: object) => issuesOf(plan).then((issues) => issues.map(({ path, code }) => `${path} ${code}`));
    expect(await issuesOf({ jobs: [a, clip("b")] })).toMatchObject([
      {
        path: "$.jobs[0]",
        code: "output_unused",
        message: "Nothing takes what `generate` (`a`) makes.",
        hint: expect.stringMatching(/merge\(\).*outputs\(/),
      },
    ]);
    // To come first is not to be taken.
    expect(await unused({ jobs: [a, clip("b", "b", { dependsOn: ["a"] })] })).toEqual(["$.jobs[0] output_unused"]);
    const words = job("words", "transcribe", { media: "$a" });
    expect(await unused({ jobs: [a, job("r", "reframe", { video: "$a" }), words] })).toEqual([
      "$.jobs[2] output_unused",
    ]);
    expect(await unused({ jobs: [a, words] })).toEqual([]);
    // It may be what a parameter with a fault is meant to be.
    expect(await unused({ jobs: [a, clip("b"), job("r", "reframe", { video: "$c" })] })).toEqual([
      "$.jobs[2].params.video unknown_reference",
    ]);
    expect(await unused({ jobs: [a, clip("b"), job("r", "reframe", { video: "$b", width: "x" })] })).toContain(
      "$.jobs[0] output_unused",
    );
  });

  test("asks by name for what there is not", async () => {
    const outputs = { "wide one": "$a", typo: "$ab", bare: "a", base: "$base", tall: "$a" };
    const issues = await issuesOf({ jobs: [a], outputs, baseExecutionId: "e" });
    expect(issues.map(({ path, code, hint }) => [path, code, hint])).toEqual([
      ['$.outputs["wide one"]', "invalid_key", expect.stringContaining("up to 63 letters")],
      ["$.outputs.typo", "unknown_reference", expect.stringContaining("The jobs are $a.")],
      ["$.outputs.bare", "unknown_reference", 'Write "$a".'],
      ["$.outputs.base", "unknown_reference", expect.stringContaining("base execution")],
    ]);
    expect(await issuesOf({ jobs: [a], outputs: ["$a"] })).toMatchObject([{ path: "$.outputs", code: "wrong_type" }]);
  });

  test("names files where only URLs are allowed", async () => {
    const plan = { jobs: [job("m", "merge", { items: ["a.mp4", "file:///a.mp4", "https://example.com/a.mp4"] })] };
    expect((await issuesOf(plan, { allowLocalPaths: false })).map(({ path, code }) => `${path} ${code}`)).toEqual([
      `${P}.items[0] local_path_refused`,
      `${P}.items[1] local_path_refused`,
    ]);
  });

  test("builds on an execution that there is not", async () => {
    const plan = { jobs: [job("r", "reframe", {})], baseExecutionId: "exec_1" };
    expect(await issuesOf(plan)).toEqual([]);
    expect(await issuesOf(plan, { base: null })).toMatchObject([{ path: "$.baseExecutionId", code: "base_not_found" }]);
  });
});

async function check(plan: unknown, options: Partial<CheckPlanOptions> = {}) {
  const checked = await checkPlan(plan, { operations, providerNames: ["replicate", "fal"], ...options });
  if ("issues" in checked) throw new Error(JSON.stringify(checked.issues));
  return checked.plan;
}

describe("a good plan", () => {
  test("has its jobs in order, otherwise as they stand", async () => {
    const { jobs, resultJob } = await check({
      jobs: [
        job("last", "merge", { items: ["$b", "$a"] }),
        clip("b"),
        clip("free"),
        job("a", "reframe", {}, ["b"]),
        job("words", "transcribe", { media: "$last" }),
      ],
      outputs: { words: "$words", joined: "$last" },
    });
    expect(jobs.map(({ id }) => id)).toEqual(["b", "free", "a", "last", "words"]);
    expect(jobs.find(({ id }) => id === "b")).toMatchObject({
      index: 1,
      ordinal: 1,
      dependents: ["last", "a"],
      timesTaken: 2,
      isSink: false,
    });
    expect(jobs.find(({ id }) => id === "free")).toMatchObject({ ordinal: 2, isSink: true });
    // What is asked for by name has to be there by itself.
    expect(jobs.find(({ id }) => id === "last")).toMatchObject({ dependents: ["words"], timesTaken: 2 });
    // What is last is only words.
    expect(resultJob.id).toBe("free");
  });

  test("gets the inputs that it leaves out", async () => {
    const { jobs } = await check({
      jobs: [
        job("speech", "generateAudio", { text: "$$5 a piece" }),
        clip("face"),
        job("talk", "lipSync", {}, ["speech", "face"]),
        job("film", "merge", { transition: "fade" }, ["face", "talk"]),
        job("heard", "transcribe", {}, ["film"]),
        job("done", "captions", {}, ["heard", "film"]),
        // What kind of file it is nobody knows yet; a film is a film.
        job("music", "media", { url: "music.mp3" }),
        job("scored", "overlayAudio", {}, ["music", "face"]),
      ],
      outputs: { captioned: "$done" },
    });
    expect(Object.fromEntries(jobs.map((checked) => [checked.id, inputsOf(checked)]))).toEqual({
      speech: { text: "$5 a piece" },
      face: {},
      talk: { video: "$face", audio: "$speech" },
      film: { "items[0]": "$face", "items[1]": "$talk" },
      heard: { media: "$film" },
      done: { video: "$film", captions: "$heard" },
      music: { url: "music.mp3" },
      scored: { video: "$face", audio: "$music" },
    });
    const [speech] = jobs;
    expect(speech?.sources[0]).toMatchObject({ label: "text", from: { kind: "text", text: "$5 a piece" } });
  });

  test("names its main input and takes nothing else by itself", async () => {
    const { jobs } = await check({
      jobs: [clip("a"), clip("b"), job("r", "reframe", { video: "$b" }, ["a"])],
      outputs: { other: "$a" },
    });
    expect(jobs.map(inputsOf).at(-1)).toEqual({ video: "$b" });
    expect(jobs.at(-1)).toMatchObject({ dependencies: ["a", "b"] });
  });

  test("takes the base's result where nothing comes before", async () => {
    const base = { yields: "video", knowsWords: false } as const;
    const plan = {
      jobs: [job("t", "lipSync", { audioUrl: "fr.mp3" }), job("r", "reframe", {}, ["t"])],
      baseExecutionId: "e",
    };
    const { jobs } = await check(plan, { base });
    expect(jobs.map((checked) => [inputsOf(checked), checked.usesBase])).toEqual([
      [{ video: "$base", audioUrl: "fr.mp3" }, true],
      [{ video: "$t" }, false],
    ]);
    expect(jobs[0]?.sources.map(({ place, label }) => `${place} ${label}`)).toEqual([
      "$.jobs[0].params.video video",
      "$.jobs[0].params.audioUrl audioUrl",
    ]);
  });

  test("says of an input too many where it is named, whatever else is named there", async () => {
    const found = await issuesOf({
      jobs: [clip("a"), clip("b"), job("r", "reframe", {}, ["gone", "a", "b"])],
    });
    expect(found).toMatchObject([
      { path: "$.jobs[2].dependsOn[0]", code: "unknown_reference" },
      { path: "$.jobs[2].dependsOn[2]", code: "too_many_inputs" },
    ]);
  });

  test("knows to which shapes the picture of each job will be cut", async () => {
    const { jobs } = await check({
      jobs: [
        clip("a"),
        clip("b"),
        job("tall", "reframe", { video: "$a", aspectRatio: "9:16" }),
        job("wide", "reframe", { video: "$tall", aspectRatio: "4:5" }),
        job("m", "merge", { items: ["$wide", "$a", "$b"] }),
        job("square", "reframe", { video: "$m", aspectRatio: "1:1" }),
      ],
    });
    const shapes = Object.fromEntries(jobs.map(({ id, cutTo }) => [id, cutTo.map(({ text }) => text).toSorted()]));
    expect(shapes).toEqual({
      a: ["1:1", "4:5", "9:16"],
      b: ["1:1"],
      tall: ["1:1", "4:5"],
      wide: ["1:1"],
      m: ["1:1"],
      square: [],
    });
  });

  test("refuses a base of the wrong kind", async () => {
    const plan = { jobs: [job("r", "reframe", {})], baseExecutionId: "e" };
    const checked = await checkPlan(plan, { operations, base: { yields: "audio", knowsWords: true } });
    expect(checked).toMatchObject({ issues: [{ path: "$.jobs[0]", code: "wrong_kind" }] });
  });

  test("knows where each of its sources stands", async () => {
    const { jobs } = await check({
      jobs: [job("m", "merge", { items: ["a.mp4", { media: "a.mp4", start: 1 }, "b.mp4", "a.mp4"] })],
    });
    expect(jobs[0]?.sources.map(({ label, from }) => [label, from])).toEqual([
      ["items[0]", { kind: "location", location: "a.mp4" }],
      ["items[1].media", { kind: "location", location: "a.mp4" }],
      ["items[2]", { kind: "location", location: "b.mp4" }],
      ["items[3]", { kind: "location", location: "a.mp4" }],
    ]);
  });

  test("takes the outputs of other jobs for a model's parameters", async () => {
    const { jobs } = await check({
      jobs: [
        job("i", "generateImage", { prompt: "i" }),
        job("v", "generate", { prompt: "v", options: { refs: ["$i"], price: "$$5" } }),
      ],
    });
    expect(jobs[1]?.sources.map(({ label, from }) => [label, from])).toEqual([
      ["options.refs[0]", { kind: "job", id: "i" }],
    ]);
    expect(jobs[1]?.params).toMatchObject({ options: { price: "$5" } });
  });

  test("of a thousand jobs in one chain is checked in a moment", async () => {
    const jobs = Array.from({ length: 1000 }, (_, n) =>
      n === 0 ? clip("j0") : job(`j${n}`, "reframe", {}, [`j${n - 1}`]),
    );
    const { jobs: checked } = await check({ jobs: jobs.toReversed() });
    expect(checked.map(({ id }) => id)).toEqual(jobs.map((_, n) => `j${n}`));
  });
});
