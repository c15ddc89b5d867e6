import { mkdtempSync, writeFileSync } from "node:fs";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  mapLeaves,
  ProxxError,
  quoteString,
  readStrings,
  Source,
  type Artifact,
  type Input,
  type Operation,
} from "@proxx/contract";
import {
  discoverTools,
  inputStream,
  rational,
  safeInputArguments,
  writeFilterGraph,
  type GraphInput,
} from "@proxx/media";
import { createRandom, makeClip, QUICK_H264, temporaryFolder, testPicture, testTone } from "@proxx/testing";
import { expect, test } from "vitest";
import { asComposition, deferComposition, type Composition, openInput } from "@proxx/composition";
import { createOperations } from "../src/create-operations.ts";
import { SIGNATURES } from "../src/signatures.ts";
import { resources } from "./run-operation.ts";
import { requiredParams, stringPlaces, type StringPlace } from "./string-places.ts";

const HOSTILE = [
  ...["[0:v]", "[out]", ",drawtext=textfile=/etc/passwd", ";[0:v]null[x]", ":enable=1", "=", "'", "\\", "';[]\\"],
  ...["\\';[0:v]drawtext=text=a[x]", "%{localtime}", "%{pts\\:hms}", "%{metadata:title}", "{\\an8}", "<b>bold</b>"],
  ...["a\nb", "a\r\nb", "a\u0000b", "\u2028", "\u001b[31m", "$(id)", "`id`", "${PATH}", "$base", "|touch x", "&& id"],
  ...["-i", "-filter_complex", "--help", "-vf movie=/etc/passwd", "concat:a|b", "file:///etc/passwd", "subfile,,:a"],
  ...["pipe:0", "data:text/plain,a", "http://127.0.0.1/", "/etc/passwd", "../../../etc/passwd", "movie=/etc/passwd"],
  ...["amovie=/etc/passwd", "testsrc=s=99x99", "color=c=red", "sendcmd=f=/etc/passwd", "red@0.5", "0x000000:x=1"],
  ...["#fff,negate", "#000000ff[x]", "9:16,crop=1:1", "en;[0:v]", "same,scale=1:1", "force_25,fps=1", "crop[x]"],
  // What looks like the characters that mean something, and is none of them.
  ...["［0:v］", "‚drawtext＝text＝a", "；ｎｕｌｌ", "’’", "＼", "ᴺᵁᴸᴸ", "𝔫𝔲𝔩𝔩", "\u202e]v:0[", "\ufeff[0:v]"],
  ...["[0:v],".repeat(1700), "\\".repeat(10_000), "'".repeat(9_999), "A".repeat(10_000)],
  "[0:v],".repeat(250),
] as const;

/** Pieces put together anew each time, the same each run. */
function invented(random: () => number): string {
  const pieces = [
    "[",
    "]",
    ",",
    ";",
    "=",
    ":",
    "'",
    "\\",
    "%{",
    "}",
    "\n",
    " ",
    "movie",
    "null",
    "0:v",
    "@",
    "|",
    "a",
    "1",
    "#",
  ];
  const length = 1 + Math.floor(random() * 9);
  return Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)] ?? "").join("");
}

const OPERATIONS = createOperations({
  ...resources,
  tools: async () => ({ ...(await discoverTools()), ffmpeg: "/bin/false" }),
});

/** What an operation needs beside its inputs to be run at all. */
const NEEDED: Readonly<Record<string, Record<string, unknown>>> = {
  generate: { prompt: "A shot" },
  generateImage: { prompt: "A still" },
  media: { url: "/clips/a.mp4" },
  reframe: { aspectRatio: "9:16" },
  removeBackground: { color: "#00ff00" },
  addSubtitles: { text: "One two three." },
  captions: { text: "One two three." },
};

/** Ten kilobytes of captions take seconds to be laid out. */
const LONGEST_DRAWN = 2000;

/** These draw, and start an ffmpeg that refuses to run: a tenth of a second each. */
const RENDERED_AT_ONCE = ["generate", "generateImage"];

/** By the operation: all of its schema is looked through for it. */
const bases = new Map<Operation, Record<string, unknown>>();

function baseOf(operation: Operation): Record<string, unknown> {
  const base = bases.get(operation) ?? makeBase(operation);
  bases.set(operation, base);
  return base;
}

function makeBase({ signature }: Operation): Record<string, unknown> {
  const inputs = signature.inputs.filter(({ required }) => required === true);
  const filled = inputs.map(({ param, many }) => [
    param,
    many === true ? ["/clips/a.mp4", "/clips/b.mp4"] : "/clips/a.mp4",
  ]);
  return { ...requiredParams(signature.params), ...Object.fromEntries(filled), ...NEEDED[signature.type] };
}

/** The parameters as the engine reads them, or null where the schema refuses them. */
function parse(operation: Operation, params: Record<string, unknown>): unknown {
  const quoted = mapLeaves(params, (leaf) => (typeof leaf === "string" ? quoteString(leaf) : leaf));
  const parsed = operation.signature.params.safeParse(readStrings(quoted).params);
  return parsed.success ? parsed.data : null;
}

function input(source: Source, location: string, folder: string): Input {
  const nothing = { deferred: undefined, identity: location, files: [], transcript: null };
  if (source.accepts.includes("transcript"))
    return { ...nothing, transcript: { language: null, text: location, words: [] } };
  if (source.accepts.includes("text")) {
    const path = join(folder, "words.srt");
    writeFileSync(path, `1\n00:00:00,000 --> 00:00:01,000\n${location.replaceAll(/\s+/g, " ").slice(0, 200)}\n`);
    return {
      ...nothing,
      files: [{ artifact: { kind: "subtitles", mediaType: "application/x-subrip" } as Artifact, path }],
    };
  }
  // Opened already; where it lies is said to nobody but ffmpeg's `-i`.
  const film: GraphInput = { prepare: () => safeInputArguments(`/store/${location}`) };
  const size = { width: 320, height: 180, rate: rational(25), alpha: false };
  const isStill = !source.accepts.includes("video");
  const picture = { stream: inputStream(film, "video", 0), ...size, frames: isStill ? 1 : 50, still: isStill };
  const sound = { stream: inputStream(film, "audio", 1), samples: 96_000 };
  const onlySound = !source.accepts.includes("video") && !source.accepts.includes("image");
  const composition: Composition = {
    picture: onlySound ? null : picture,
    sound: isStill && !onlySound ? null : sound,
    transcript: null,
    subtitles: [],
    besides: [],
  };
  return { ...nothing, deferred: deferComposition(composition) };
}

/** The graph that an operation builds of parameters, or the code of what it refuses them with. */
async function graphOf(operation: Operation, parsed: unknown): Promise<string> {
  const workDir = mkdtempSync(join(temporaryFolder(), "work-"));
  const resolved = mapLeaves(parsed, (leaf) =>
    leaf instanceof Source ? input(leaf, typeof leaf.from === "string" ? leaf.from : leaf.from.id, workDir) : leaf,
  );
  try {
    const { deferred } = await operation.run(resolved, {
      ordinal: 1,
      providerApiKeys: {},
      knowsWords: () => false,
      callbackUrl: async () => null,
      part: () => Promise.reject(new Error("Expected no parts")),
      cutTo: [],
      jobId: "job1",
      build: {},
      signal: new AbortController().signal,
      progress: () => {},
      workDir,
      mayDefer: true,
      remembered: undefined,
      remember: async () => {},
      report: () => {},
      pause: async () => {},
      park: async () => {},
      continueOn: async () => {},
      download: () => Promise.reject(new Error("Expected nothing to be downloaded")),
    });
    return deferred === undefined ? "none" : written(asComposition(deferred));
  } catch (error) {
    if (!(error instanceof ProxxError)) throw error;
    // An operation that renders at once has written its graph before this ffmpeg refused to run it.
    return await readFile(join(workDir, "graph.txt"), "utf8").catch(() => `refused: ${error.code}`);
  }
}

function written({ picture, sound }: Pick<Composition, "picture" | "sound">): string {
  return writeFilterGraph([picture?.stream, sound?.stream].filter((stream) => stream !== undefined)).text;
}

/**
 * How wide a text is decides how large its drawing is, how many words it has how long it takes, and an animatic's colours
 * are drawn by lot from its prompt: numbers, and nothing else.
 */
function shapeOf(graph: string): string {
  return graph.replaceAll(/\b0x[\da-f]{6,8}\b|\d+(?:\.\d+)?/g, "0");
}

/** The same number of words, as long, of letters alone. */
function harmlessLike(text: string): string {
  return text.replaceAll(/\S/gu, "a");
}

test("every operation a plan can name is in the list", () => {
  const types = OPERATIONS.map(({ signature }) => signature.type);
  expect(SIGNATURES.map(({ type }) => type).filter((type) => !types.includes(type))).toEqual([]);
});

/** What is built of a string, and of a harmless one in its place: the same, or one of them is refused. */
async function compare(operation: Operation, place: StringPlace, text: string): Promise<"built" | "refused"> {
  const graph = await graphOf(operation, parse(operation, paramsWith(operation, place, text)));
  if (graph.startsWith("refused") || graph === "none") return "refused";
  // What is harmless has to be a string that is let through as well: a word without an end is refused, say.
  let harmless = "refused";
  for (const other of [harmlessLike(text), place.harmless]) {
    const parsed = parse(operation, paramsWith(operation, place, other));
    if (parsed !== null && harmless.startsWith("refused")) harmless = await graphOf(operation, parsed);
  }
  const found = { operation: operation.signature.type, place: place.name, text, graph: shapeOf(graph) };
  expect(found).toEqual({ ...found, graph: shapeOf(harmless) });
  return "built";
}

test("no string of a plan changes a filter graph", async () => {
  const random = createRandom(20_251_120);
  const count = { tried: 0, passed: 0, built: 0 };
  for (const operation of OPERATIONS) {
    const { type, yields } = operation.signature;
    // What the steps of a movie do is done behind a port, which is not here.
    if (["script", "speech", "slides"].includes(yields) || type === "renderMovie") continue;
    // Speech and transcripts have no graph.
    const hasGraph = yields !== "audio" && yields !== "transcript";
    const plain = hasGraph ? await graphOf(operation, parse(operation, baseOf(operation))) : "none";
    const most = RENDERED_AT_ONCE.includes(type) ? 1 : 24;
    for (const place of stringPlaces(operation.signature.params)) {
      const strings = [...HOSTILE, ...Array.from({ length: 24 }, () => invented(random))];
      const passed = strings.filter((text) => parse(operation, paramsWith(operation, place, text)) !== null);
      count.tried += strings.length;
      count.passed += passed.length;
      // What a model is told is told to nobody else.
      if (plain === "none" || plain.startsWith("refused") || /^\.(?:model|options)/.test(place.name)) continue;
      const short = passed.filter((text) => text.length <= LONGEST_DRAWN);
      for (const text of someOf(short, most, random)) {
        if ((await compare(operation, place, text)) === "built") count.built++;
      }
    }
  }
  expect(count.tried).toBeGreaterThan(8000);
  expect(count.passed).toBeGreaterThan(3000);
  expect(count.built).toBeGreaterThan(300);
});

/** A few of those that a schema lets through: which, is another choice at each place. */
function someOf(strings: readonly string[], most: number, random: () => number): string[] {
  return strings
    .map((text) => ({ text, order: random() }))
    .sort((one, other) => one.order - other.order)
    .slice(0, most)
    .map(({ text }) => text);
}

function paramsWith(operation: Operation, place: StringPlace, text: string): Record<string, unknown> {
  return { ...baseOf(operation), ...place.paramsWith(text) };
}

test("no name of a file changes a filter graph", async () => {
  const film = makeClip("tiny.mov", [
    ...[...testPicture({ size: "64x36", seconds: 0.2 }), ...testTone({ seconds: 0.2 })],
    ...[...QUICK_H264, "-c:a", "pcm_s16le"],
  ]);
  const folder = temporaryFolder();
  const graphs = new Set<string>();
  const names = [
    "plain.mov",
    "[0:v],drawtext=text=a[x].mov",
    "a';[]\\:%{pts}.mov",
    "-i.mov",
    "concat:a|b.mov",
    "a\nb.mov",
  ];
  for (const name of names) {
    const path = join(folder, name);
    await copyFile(film, path);
    const source = {
      files: [{ artifact: { kind: "video" } as Artifact, path }],
      deferred: undefined,
      transcript: null,
      identity: name,
    };
    const opened = await openInput(source, { tools: await discoverTools(), signal: new AbortController().signal });
    graphs.add(written(opened));
    const { inputs } = writeFilterGraph([opened.picture, opened.sound].flatMap((part) => part?.stream ?? []));
    for (const { prepare } of inputs) {
      const args = await prepare(folder, new AbortController().signal);
      expect(args.slice(-2)).toEqual(["-i", `file:${path}`]);
      expect(args.filter((arg) => arg.includes(name))).toHaveLength(1);
    }
  }
  expect(graphs.size).toBe(1);
});
