import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { executionSchema, isPlainObject, ProxxError, type Execution } from "@proxx/contract";
import { parsePixelFormat, type MediaFacts } from "@proxx/media";
import { temporaryFolder } from "@proxx/testing";
import { onTestFinished } from "vitest";
import {
  createEngine,
  createMemoryLedger,
  type Engine,
  type EngineOptions,
  type Ledger,
  type RunningExecution,
  type StartOptions,
} from "../src/index.ts";
import { createTestOperations, type TestOperations } from "./operations.ts";

export interface World extends TestOperations {
  home: string;
  /** For sources. */
  folder: string;
  engine: Engine;
  ledger: Ledger;
  /** Files that were probed. */
  probed: string[];
  start(jobs: readonly unknown[], options?: StartOptions): Promise<RunningExecution>;
  run(jobs: readonly unknown[], options?: StartOptions): Promise<Execution>;
  /** The runs since this was asked last. */
  newRuns(): string[];
}

/** An engine of its own, with a home of its own unless told, and operations that work on texts. */
export function createWorld(options: Partial<EngineOptions> = {}): World {
  const operations = createTestOperations();
  const probed: string[] = [];
  const folder = temporaryFolder();
  const home = options.home ?? join(folder, "home");
  const ledger = options.ledger ?? createMemoryLedger();
  const engine = createEngine({
    home,
    operations: operations.operations,
    fetchSource: () => Promise.reject(new Error("Expected nothing to be fetched")),
    probe: async (path) => {
      probed.push(path);
      return factsOfText(path);
    },
    // What a failed test leaves waiting is given up soon.
    abortGraceMs: 1000,
    ...options,
    ledger,
  });
  onTestFinished(() => engine.close());
  const start: World["start"] = (jobs, startOptions) =>
    engine.start({ jobs, outputs: endsOf(jobs) }, { baseFolder: folder, ...startOptions });
  let seen = 0;
  return {
    ...operations,
    home,
    folder,
    engine,
    ledger,
    probed,
    start,
    // What comes out is what the contract says, whatever happened.
    run: async (jobs, startOptions) => executionSchema.parse(await (await start(jobs, startOptions)).finished),
    newRuns() {
      const fresh = operations.runs.slice(seen);
      seen = operations.runs.length;
      return fresh;
    },
  };
}

/** Where a plan has several ends, each is asked for by its job's id: what nobody asks for is not run. */
function endsOf(jobs: readonly unknown[]): Record<string, string> | undefined {
  const nodes = jobs.filter(
    (node): node is { id: string; dependsOn?: string[] } => isPlainObject(node) && "id" in node,
  );
  const isNamed = (id: string) =>
    nodes.some((node) => JSON.stringify(node).includes(`"$${id}"`) || node.dependsOn?.includes(id));
  const ends = nodes.filter(({ id }) => typeof id === "string" && !isNamed(id));
  return ends.length > 1 ? Object.fromEntries(ends.map(({ id }) => [id, `$${id}`])) : undefined;
}

/** A source of these tests is a text; what it begins with is what it is taken for. */
function factsOfText(path: string): MediaFacts {
  const content = readFileSync(path, "utf8");
  if (content.startsWith("text")) {
    throw new ProxxError("probe_failed", "Invalid data found when processing input", { hint: "" });
  }
  const isSound = content.startsWith("sound");
  const isPicture = content.startsWith("picture");
  return {
    path,
    startSeconds: 0,
    durationSeconds: 1,
    sizeBytes: content.length,
    otherVideo: 0,
    coverArt: 0,
    subtitles: 0,
    dataTracks: [],
    chapters: 0,
    timecode: null,
    reel: null,
    unknownVideo: null,
    encryptedTracks: [],
    formatNames: [isSound ? "wav" : isPicture ? "png_pipe" : "mov"],
    video: isSound ? null : VIDEO,
    audio: isSound ? [AUDIO] : [],
  };
}

const ONE = { numerator: 1, denominator: 1 };
const VIDEO: NonNullable<MediaFacts["video"]> = {
  index: 0,
  codec: "h264",
  codecTag: "avc1",
  profile: null,
  width: 320,
  height: 180,
  pixelFormat: "yuv420p",
  pixel: parsePixelFormat("yuv420p"),
  sampleAspect: ONE,
  rotation: 0,
  fieldOrder: "progressive",
  timeBase: ONE,
  startSeconds: 0,
  durationSeconds: 1,
  frameRate: { numerator: 25, denominator: 1 },
  averageRate: { numerator: 25, denominator: 1 },
  headerFrames: 25,
  colour: { primaries: null, transfer: null, matrix: null, range: null },
  hiddenAlpha: false,
  hdrMetadata: [],
};
const AUDIO: MediaFacts["audio"][number] = {
  index: 0,
  codec: "pcm_s16le",
  decodable: true,
  sampleRate: 48_000,
  channels: 2,
  layout: "stereo",
  pcmBits: 16,
  timeBase: null,
  startSeconds: 0,
  headerSamples: null,
  endSeconds: 1,
};

/** The artifacts in a home, by what is in them. */
export function storedTexts(home: string): string[] {
  const folder = join(home, "artifacts");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.\w+$/.test(name) && !name.endsWith(".note"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .toSorted();
}

/** What is in the result of an execution. */
export function resultText({ result }: Execution): string | null {
  return result === null ? null : readFileSync(new URL(result.url), "utf8");
}

/** Job by job: `status`, and `reused` or who rendered it. */
export function standing({ jobs }: Execution): Record<string, string> {
  return Object.fromEntries(
    jobs.map(({ id, status, reused, renderedBy }) => [
      id,
      [status, reused ? "reused" : null, renderedBy === null ? null : `in ${renderedBy}`].filter(Boolean).join(" "),
    ]),
  );
}

/** A clip by its prompt. */
export function clip(id: string, prompt = id, more: object = {}): object {
  return { id, type: "generate", params: { prompt }, ...more };
}

export function job(id: string, type: string, params: object = {}, dependsOn?: string[]): object {
  return { id, type, params, ...(dependsOn !== undefined && { dependsOn }) };
}

/** Something that happens when the test says so. */
export function createGate(): { promise: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, open: resolve };
}
