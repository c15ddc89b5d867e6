import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { mapLeaves, quoteString, type Issue } from "@proxx/contract";
import { SIGNATURES } from "@proxx/operations/signatures";
import { openRuntime, type Runtime } from "@proxx/runtime";
import { makeClip, testPicture, testTone } from "@proxx/testing";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { stringPlaces } from "../../operations/test/string-places.ts";
import { refusalIssues } from "../src/output/refusal-issues.ts";
import { isProbe, toolWitness } from "./plan-folder.ts";

// All of it in one engine, with the real operations and the machine's tools.
const base = realpathSync(mkdtempSync(join(tmpdir(), "proxx-test-")));
const sources = join(base, "sources");
const home = join(base, "home");
const witness = toolWitness(join(base, "bin"));
let runtime: Runtime;

beforeAll(() => {
  putSources();
  const { searchPath } = witness;
  // The engine looks for ffprobe there by itself.
  vi.stubEnv("PATH", searchPath);
  runtime = openRuntime({ home, environment: { PATH: searchPath } });
});

afterAll(async () => {
  await runtime.close();
  vi.unstubAllEnvs();
  rmSync(base, { recursive: true });
});

function putSources(): void {
  mkdirSync(join(sources, "folder"), { recursive: true });
  const clip = makeClip("tiny.mp4", [...testPicture({ size: "64x36", seconds: 0.2 }), "-pix_fmt", "yuv420p"]);
  const put = (name: string, text: string) => writeFileSync(join(sources, name), text);
  copyFileSync(clip, join(sources, "clip.mp4"));
  copyFileSync(makeClip("tiny.wav", testTone({ seconds: 0.2 })), join(sources, "tone.wav"));
  put("words.mp4", "These are words.");
  put("empty.mp4", "");
  put("hls.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nclip.mp4\n#EXT-X-ENDLIST\n");
  put("concat.mp4", "ffconcat version 1.0\nfile clip.mp4\n");
  put("dash.mp4", '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>clip.mp4</BaseURL></MPD>');
  put("sdp.mp4", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n");
  put("drawing.png", '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>');
  put("page.png", "<!doctype html><html><body>Not found</body></html>");
  symlinkSync("round.mp4", join(sources, "round.mp4"));
  symlinkSync("/dev/zero", join(sources, "zero.mp4"));
  if (spawnSync("mkfifo", [join(sources, "pipe.mp4")]).status !== 0) throw new Error("Expected mkfifo to work");
}

/** What a plan is refused for; empty where it is not. */
async function issuesOf(plan: unknown): Promise<readonly Issue[]> {
  try {
    await runtime.engine.explain(plan, { baseFolder: sources });
    return [];
  } catch (error) {
    const issues = refusalIssues(error);
    if (issues === null) throw error;
    for (const { message, hint } of issues) {
      expect(message).toMatch(/^[^\p{Cc}\u202e]{10,999}$/u);
      expect(hint.length).toBeGreaterThan(3);
    }
    return issues;
  }
}

interface BadPlan {
  of: unknown;
  path: string;
  code: string;
}

const job = (type: string, params: object, more: object = {}) => ({ id: "a", type, params, ...more });
const a = job("generate", { prompt: "A" });
/** One job of these parameters is refused for one of them. */
const one = (type: string, params: object, at: string, code: string): BadPlan => ({
  of: { jobs: [job(type, params)] },
  path: `$.jobs[0].params${at}`,
  code,
});
const second = (type: string, params: object, at: string, code: string): BadPlan => ({
  of: { jobs: [a, { ...job(type, params), id: "b" }] },
  path: `$.jobs[1].params${at}`,
  code,
});
const whole = (of: unknown, path: string, code: string): BadPlan => ({ of, path, code });
const clip = { video: "clip.mp4" };
const text = { ...clip, text: "Hello" };

const BAD_PLANS: Record<string, BadPlan> = {
  "an unknown operation": whole({ jobs: [job("mrege", {})] }, "$.jobs[0].type", "unknown_type"),
  "an operation that is a filter": whole({ jobs: [job("drawtext=text=a", {})] }, "$.jobs[0].type", "unknown_type"),
  "a builder's name": whole({ jobs: [job("generateVideo", {})] }, "$.jobs[0].type", "unknown_type"),
  "10,000 jobs": whole({ jobs: Array.from({ length: 10_000 }, () => a) }, "$.jobs", "too_many_jobs"),
  "nesting without end": one("generate", { prompt: "A", options: nested(100) }, "", "too_deep"),
  "two jobs of one id": whole({ jobs: [a, a] }, "$.jobs[1].id", "duplicate_id"),
  "an id that is an option": whole({ jobs: [{ ...a, id: "-i" }] }, "$.jobs[0].id", "invalid_value"),
  "an id that leads upwards": whole({ jobs: [{ ...a, id: "../../a" }] }, "$.jobs[0].id", "invalid_value"),
  "an id with a line break": whole({ jobs: [{ ...a, id: "a\n" }] }, "$.jobs[0].id", "invalid_value"),
  "another output": whole({ jobs: [{ ...a, output: "$b" }] }, "$.jobs[0].output", "wrong_output"),
  "a ring": whole(
    {
      jobs: [
        job("reframe", { video: "$b", aspectRatio: "1:1" }),
        { ...job("captions", { video: "$a", text: "b" }), id: "b" },
      ],
    },
    ...(["$.jobs[0].params.video", "cycle"] as const),
  ),
  itself: one("reframe", { video: "$a", aspectRatio: "1:1" }, ".video", "self_reference"),
  "a base execution that there is not": whole(
    { jobs: [job("reframe", { video: "$base", aspectRatio: "1:1" })], baseExecutionId: "exec_x" },
    ...(["$.baseExecutionId", "base_not_found"] as const),
  ),
  "a base that is named nowhere": one("reframe", { video: "$base", aspectRatio: "1:1" }, ".video", "base_missing"),
  "a webhook by file": whole({ jobs: [a], webhook: { url: "file:///etc/passwd" } }, "$.webhook.url", "invalid_value"),
  "a dangling reference": second("reframe", { video: "$c" }, ".video", "unknown_reference"),
  "a price": one("generate", { prompt: "$5 a piece" }, ".prompt", "unknown_reference"),
  "a price among words": one(
    "captions",
    { ...clip, captions: [{ text: "$9", start: 0, end: 1 }] },
    ".captions[0].text",
    "unknown_reference",
  ),
  "a reference for a colour": second(
    "merge",
    { items: ["$a"], background: "$a" },
    ".background",
    "reference_not_allowed",
  ),
  "a reference for a mode": second("reframe", { video: "$a", mode: "$a" }, ".mode", "reference_not_allowed"),
  "a film for a sound": second("lipSync", { video: "$a", audio: "$a" }, ".audio", "wrong_kind"),
  "nothing to merge": one("merge", {}, ".items", "missing_input"),
  "an empty merge": one("merge", { items: [] }, ".items", "out_of_range"),
  "a misspelt parameter": one("generate", { promt: "A" }, ".promt", "unknown_parameter"),

  "a prompt that is a number": one("generate", { prompt: 5 }, ".prompt", "wrong_type"),
  "a prompt of nothing": one("generate", { prompt: " \n " }, ".prompt", "out_of_range"),
  "a prompt without end": one("generate", { prompt: "x".repeat(10_001) }, ".prompt", "out_of_range"),
  "a year of film": one("generate", { prompt: "A", duration: 31_536_000 }, ".duration", "out_of_range"),
  "a thousand frames a second": one("generate", { prompt: "A", fps: 1000 }, ".fps", "out_of_range"),
  "a model without a key": one(
    "generate",
    { prompt: "A", model: { provider: "fal", model: "a/b" } },
    ".model",
    "provider_key_missing",
  ),
  "a model that leads upwards": one(
    "generate",
    { prompt: "A", model: { provider: "fal", model: "../x?y" } },
    ".model.model",
    "invalid_value",
  ),
  "a model that this machine has not": one(
    "generate",
    { prompt: "A", model: { provider: "local", model: "x" } },
    ".model.model",
    "invalid_model",
  ),
  "a drawing as the format": one("generateImage", { prompt: "A", format: "svg" }, ".format", "invalid_value"),
  "a voice with a command": one("generateAudio", { text: "A", voice: "en; rm -rf /" }, ".voice", "invalid_value"),
  "a voice that is a path": one("generateAudio", { text: "A", voice: "../../etc/passwd" }, ".voice", "invalid_value"),
  "two languages": one("generateAudio", { text: "A", language: "en,fr" }, ".language", "invalid_value"),
  "speech of nothing": one("generateAudio", { text: "  " }, ".text", "invalid_value"),
  "nobody to listen": one("transcribe", { media: "clip.mp4" }, "", "text_missing"),
  "a colour with a filter": one(
    "merge",
    { items: ["clip.mp4"], background: "black,drawtext=text=a" },
    ".background",
    "invalid_value",
  ),
  "a colour with an option": one(
    "merge",
    { items: ["clip.mp4"], background: "0x000000:enable=1" },
    ".background",
    "invalid_value",
  ),
  "a transition with a graph": one(
    "merge",
    { items: ["clip.mp4"], transition: "fade;[0:v]null[x]" },
    ".transition",
    "invalid_value",
  ),
  "a shape with a filter": one("reframe", { ...clip, aspectRatio: "9:16,negate" }, ".aspectRatio", "invalid_value"),
  "a shape against its size": one(
    "reframe",
    { ...clip, aspectRatio: "9:16", width: 64, height: 64 },
    ".aspectRatio",
    "contradiction",
  ),
  "no shape": one("reframe", clip, ".aspectRatio", "missing_parameter"),
  "a picture as large as a wall": one("reframe", { ...clip, width: 100_000 }, ".width", "out_of_range"),
  "a key colour with a label": one(
    "layers",
    { items: ["clip.mp4", { media: "clip.mp4", chromaKey: { color: "lime[x]" } }] },
    ".items[1].chromaKey.color",
    "invalid_value",
  ),
  "two main layers": one(
    "layers",
    {
      items: [
        { media: "clip.mp4", main: true },
        { media: "clip.mp4", main: true },
      ],
    },
    ".items[1].main",
    "contradiction",
  ),
  "a placement with an option": one(
    "layers",
    { items: [{ media: "clip.mp4", placement: "pip:x=1" }] },
    ".items[0].placement",
    "invalid_value",
  ),
  "a backdrop of five digits": one("removeBackground", { ...clip, color: "#12345" }, ".color", "invalid_value"),
  "a profile that there is not": one("transcode", { ...clip, profile: "nope" }, ".profile", "unknown_profile"),
  "a codec with a filter": one("transcode", { ...clip, codec: "h264 -vf negate" }, ".codec", "invalid_value"),
  "a size with a command": one("transcode", { ...clip, resolution: "64x36;id" }, ".resolution", "invalid_value"),
  "a rate with a filter": one("transcode", { ...clip, fpsMode: "force_25,fps=1" }, ".fpsMode", "invalid_value"),
  "captions of nothing": one("captions", clip, "", "text_missing"),
  "a caption that ends before it begins": one(
    "captions",
    { ...clip, captions: [{ text: "A", start: 1, end: 0 }] },
    ".captions[0].end",
    "invalid_value",
  ),
  "a letter that no font has": one(
    "captions",
    { ...clip, captions: [{ text: "\u{E000}", start: 0, end: 1 }] },
    ".captions",
    "glyph_missing",
  ),
  "a style with a filter": one("captions", { ...text, style: "tiktok,negate" }, ".style", "invalid_value"),
  "a colour of letters with a label": one(
    "captions",
    { ...text, style: { color: "red[x]" } },
    ".style.color",
    "invalid_value",
  ),
  "a font by path": one(
    "captions",
    { ...text, style: { fontFile: "/etc/passwd" } },
    ".style.fontFile",
    "unknown_parameter",
  ),
  "a language with a path": one("addSubtitles", { ...text, language: "../en" }, ".language", "invalid_value"),
  "a loudness in words": one(
    "addSubtitles",
    { ...text, loudness: "I=-14:print_format=json" },
    ".loudness",
    "invalid_value",
  ),
  "a volume by expression": one(
    "overlayAudio",
    { ...clip, audio: "tone.wav", volume: "1:eval=frame" },
    ".volume",
    "wrong_type",
  ),
  "ducking by expression": one(
    "overlayAudio",
    { ...clip, audio: "tone.wav", ducking: "12dB" },
    ".ducking",
    "invalid_value",
  ),
  "lips moved by nobody": one(
    "lipSync",
    { ...clip, audio: "tone.wav", model: { provider: "fal", model: "a b" } },
    ".model.model",
    "invalid_value",
  ),
};

describe("a bad plan", () => {
  it.each(Object.entries(BAD_PLANS))("is refused with its place: %s", async (_, { of, path, code }) => {
    const found = (await issuesOf(of)).map((issue) => `${issue.path} ${issue.code}`);
    // What cannot even be walked has no place but the document.
    expect(found).toContain(code === "too_deep" ? "$ too_deep" : `${path} ${code}`);
  });

  it("is one of more than sixty", () => {
    expect(Object.keys(BAD_PLANS).length).toBeGreaterThan(60);
  });
});

/** What stands where a clip should, and why it is none. */
const NO_CLIPS: [source: string, code: string][] = [
  ["clip.mp4,drawtext=text=a", "source_missing"],
  ["clip.mp4;[0:v]null[x]", "source_missing"],
  ["-i", "source_missing"],
  ["-filter_complex", "source_missing"],
  ["%d.png", "source_missing"],
  ["*.mp4", "source_missing"],
  ["clip.mp4|id", "source_missing"],
  ["$(id).mp4".replace("$", "$$$$"), "source_missing"],
  ["subfile,,start,0,end,9,,:clip.mp4", "source_missing"],
  ["file://example.com/etc/passwd", "source_missing"],
  ["gone.mp4", "source_missing"],
  ["folder", "source_missing"],
  [".", "source_missing"],
  ["pipe.mp4", "source_missing"],
  ["zero.mp4", "source_missing"],
  ["/dev/zero", "source_missing"],
  ["/dev/stdin", "source_missing"],
  ["concat:clip.mp4|clip.mp4", "invalid_value"],
  ["pipe:0", "invalid_value"],
  ["http://", "invalid_value"],
  ["https://[::1", "invalid_value"],
  ["data:video/mp4;base64,AAAA", "invalid_value"],
  ["crypto:clip.mp4", "invalid_value"],
  ["movie:clip.mp4", "invalid_value"],
  ["ftp://example.com/clip.mp4", "invalid_value"],
  ["rtmp://127.0.0.1/live", "invalid_value"],
  ["clip\n.mp4", "invalid_value"],
  ["clip\u0000.mp4", "invalid_value"],
  ["clip\u001b[2J.mp4", "invalid_value"],
  [" ", "invalid_value"],
  ["x".repeat(10_000), "invalid_value"],
  ["file:///etc/passwd", "input_unusable"],
  ["words.mp4", "input_unusable"],
  ["empty.mp4", "input_unusable"],
  ["hls.mp4", "input_unusable"],
  ["concat.mp4", "input_unusable"],
  ["dash.mp4", "input_unusable"],
  ["sdp.mp4", "input_unusable"],
  ["drawing.png", "input_unusable"],
  ["page.png", "input_unusable"],
  ["round.mp4", "input_unusable"],
];

describe("what is no clip", () => {
  it.each(NO_CLIPS)("is refused with its place: %j", async (source, code) => {
    expect(
      await issuesOf({ jobs: [a, { ...job("merge", { items: ["clip.mp4", { media: source }, "$a"] }), id: "b" }] }),
    ).toMatchObject([{ path: expect.stringMatching(/^\$\.jobs\[1\]\.params\.items\[1\](?:\.media)?$/), code }]);
  });

  it("is refused where it is a clip of another kind", async () => {
    const sound = await issuesOf({ jobs: [job("reframe", { video: "tone.wav", aspectRatio: "1:1" })] });
    expect(sound).toMatchObject([{ path: "$.jobs[0].params.video", code: "input_unusable" }]);
    const film = await issuesOf({ jobs: [job("generate", { prompt: "A", image: "clip.mp4" })] });
    expect(film).toMatchObject([{ path: "$.jobs[0].params.image", code: "input_unusable" }]);
  });

  it("is a clip all the same under a name that looks like something else", async () => {
    for (const name of ["-i", "clip.mp4,drawtext=text=a", "a=b:c;[0:v]", "%d.mp4", "concat.ffconcat"]) {
      const place = mkdtempSync(join(sources, "named-"));
      copyFileSync(join(sources, "clip.mp4"), join(place, name));
      const { jobs } = await runtime.engine.explain(
        { jobs: [job("media", { url: `./${name}` })] },
        { baseFolder: place },
      );
      expect(jobs).toMatchObject([{ outcome: "miss" }]);
    }
  });
});

const HOSTILE = [
  ...["black,drawtext=textfile=/etc/passwd", "[0:v];movie=/etc/passwd[x]", "';[]\\:=%{pts}", "-i", "$(id)"],
  ...["concat:a|b", "file:///nowhere", "../../../nowhere", "http://169.254.169.254/", "a\nb", "\u0000", "\u202etxt"],
];

/**
 * Where words may be anything at all: they are drawn, spoken or sent to a model, and no filter sees them. The name of a
 * voice may begin with a dash, and that of a model hold slashes.
 */
const FREE =
  /(?:^|\.)(?:prompt|negativePrompt|text|captions\[\]\.(?:word|text)|voice|model\.model)$|^\.(?:model\.)?options\b/;

it("lets hostile strings through only where words stand, in every parameter of every operation", async () => {
  const through = new Set<string>();
  let refused = 0;
  for (const { type, params } of SIGNATURES) {
    for (const place of stringPlaces(params)) {
      let jobs = HOSTILE.map((text, index) => ({
        id: `j${index}`,
        type,
        params: { ...(REQUIRED[type] ?? clip), ...quoted(place.paramsWith(text)) },
      }));
      // A file that is not there is told of when nothing else is wrong.
      for (
        let issues = await issuesOf({ jobs });
        issues.length > 0;
        issues = jobs.length === 0 ? [] : await issuesOf({ jobs })
      ) {
        const bad = new Set(issues.map(({ path }) => Number(/^\$\.jobs\[(\d+)\]/.exec(path)?.[1])));
        refused += bad.size;
        jobs = jobs.filter((_, index) => !bad.has(index));
      }
      if (jobs.length > 0) through.add(`${type}${place.name}`);
    }
  }
  const places = [...through].map((name) => name.replace(/^\w+/, ""));
  expect(places.filter((name) => !FREE.test(name))).toEqual([]);
  expect(places.length).toBeGreaterThan(5);
  expect(refused).toBeGreaterThan(500);
});

/** What each operation needs so that one parameter alone decides. */
const REQUIRED: Readonly<Record<string, object>> = {
  generate: { prompt: "A" },
  generateImage: { prompt: "A" },
  generateAudio: { text: "A" },
  media: { url: "clip.mp4" },
  merge: { items: ["clip.mp4"] },
  layers: { items: ["clip.mp4"] },
  reframe: { ...clip, aspectRatio: "1:1" },
  captions: text,
  addSubtitles: text,
  overlayAudio: { ...clip, audio: "tone.wav" },
  lipSync: { ...clip, audio: "tone.wav" },
  removeBackground: clip,
  transcode: clip,
  transcribe: { media: "clip.mp4" },
};

/** As the text itself: what begins with `$` would be a reference. */
function quoted(params: Record<string, unknown>): Record<string, unknown> {
  const quote = (leaf: unknown) => (typeof leaf === "string" ? quoteString(leaf) : leaf);
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, mapLeaves(value, quote)]));
}

const WRONG = [true, -1e9, [], { "no such": 1 }, null, "\u0007"];

it("refuses values of a wrong type at their place, in every parameter of every operation", async () => {
  let count = 0;
  for (const { type, params } of SIGNATURES) {
    for (const key of Object.keys(params.shape)) {
      const jobs = WRONG.map((value, index) => ({
        id: `j${index}`,
        type,
        params: { ...(REQUIRED[type] ?? clip), [key]: value },
      }));
      const issues = await issuesOf({ jobs });
      const refused = new Set(
        issues.map(({ path }) => /^(\$\.jobs\[\d+\]\.params)\.(\w+)/.exec(path)?.slice(1).join(" ")),
      );
      // `true` and an empty object may be right.
      expect([...refused].filter((name) => name?.endsWith(` ${key}`)).length, `${type}.${key}`).toBeGreaterThanOrEqual(
        3,
      );
      count += refused.size;
    }
  }
  expect(count).toBeGreaterThan(300);
});

it("has written nothing but what is known of sources and tools by then, and run nothing but probes", () => {
  // The engine's own folder, and nothing in it.
  expect(readdirSync(join(home, "work"), { recursive: true })).toHaveLength(1);
  const left = readdirSync(home).filter((name) => !name.startsWith("proxx.sqlite"));
  expect(left.sort()).toEqual(["sources", "tools.json", "work"]);
  // Executions were asked for, as something to build on, and none was kept.
  using database = new DatabaseSync(join(home, "proxx.sqlite"), { readOnly: true });
  expect(database.prepare("SELECT count(*) AS kept FROM executions").get()).toEqual({ kept: 0 });
  const runs = witness.runs();
  expect(runs.filter((run) => !isProbe(run))).toEqual([]);
  expect(runs.length).toBeGreaterThan(5);
});

function nested(depth: number): object {
  let value = {};
  for (let level = 0; level < depth; level++) value = { deeper: value };
  return value;
}
