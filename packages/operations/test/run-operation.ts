import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import {
  mapLeaves,
  readStrings,
  Source,
  type Artifact,
  type Input,
  type Operation,
  type OperationContext,
  type OperationOutput,
  type PlanContext,
  type Transcript,
} from "@proxx/contract";
import { createFonts } from "@proxx/drawing";
import { discoverTools, probe } from "@proxx/media";
import { BUILT_IN_PROVIDERS, createProviders } from "@proxx/providers";
import type { OperationResources } from "../src/operation-resources.ts";

const fonts = createFonts();

export const resources: OperationResources = {
  tools: () => discoverTools(),
  fonts: () => fonts,
  providers: createProviders(BUILT_IN_PROVIDERS, {
    fetch: () => Promise.reject(new Error("Expected nobody to be asked")),
  }),
  defaultModels: {},
  movies: () => Promise.reject(new Error("Expected no movie")),
  searchPath: "",
};

interface RunOptions {
  folder: string;
  mayDefer?: boolean;
  signal?: AbortSignal;
  progress?: OperationContext["progress"];
  /** What sources know of their words, by path. */
  transcripts?: Record<string, Transcript>;
  /** What an operation before left to be rendered, by the name it has in the parameters. */
  deferred?: Record<string, OperationOutput>;
  /** Whatever else the test has its own of. */
  context?: Partial<OperationContext>;
}

const planContext: PlanContext = { ordinal: 1, providerApiKeys: {}, knowsWords: () => false, cutTo: [] };

/** Runs an operation as the engine does: parameters as a plan writes them, files by their paths. */
export async function runOperation(
  operation: Operation,
  params: Record<string, unknown>,
  options: RunOptions,
): Promise<OperationOutput & { path: string }> {
  const parsed = operation.signature.params.parse(readStrings(params).params);
  const inputs = new Map<Source, Input>();
  const sources: Source[] = [];
  mapLeaves(parsed, (leaf) => (leaf instanceof Source && sources.push(leaf), leaf));
  for (const source of sources) inputs.set(source, await inputOf(locationOf(source), source, options));
  const resolved = mapLeaves(parsed, (leaf) => (leaf instanceof Source ? inputs.get(leaf) : leaf));
  const workDir = await mkdtemp(join(options.folder, "work-"));
  const output = await operation.run(resolved, {
    ...planContext,
    jobId: "job1",
    build: {},
    signal: options.signal ?? new AbortController().signal,
    progress: options.progress ?? (() => {}),
    workDir,
    mayDefer: options.mayDefer ?? false,
    remembered: undefined,
    remember: async () => {},
    pause: async () => {},
    park: async () => {},
    continueOn: async () => {},
    callbackUrl: async () => null,
    part: () => Promise.reject(new Error("Expected no parts")),
    report: () => {},
    download: () => Promise.reject(new Error("Expected nothing to be downloaded")),
    ...options.context,
  });
  return { ...output, path: output.files[0]?.path ?? "" };
}

async function inputOf(location: string, source: Source, { transcripts, deferred }: RunOptions): Promise<Input> {
  const left = deferred?.[location];
  if (left !== undefined) {
    return { files: [], deferred: left.deferred, transcript: left.transcript ?? null, identity: location };
  }
  const transcript = transcripts?.[location] ?? null;
  if (source.accepts.includes("transcript")) {
    const said = transcript ?? { language: null, text: location, words: [] };
    return { files: [], deferred: undefined, transcript: said, identity: location };
  }
  const artifact = source.accepts.includes("text") ? textArtifact : await artifactOf(location);
  return { files: [{ artifact, path: location }], deferred: undefined, transcript, identity: location };
}

const nothingKnown = {
  url: "",
  sha256: "0".repeat(64),
  size: 1,
  width: null,
  height: null,
  aspectRatio: null,
  duration: null,
  fps: null,
  hasAudio: null,
};
const textArtifact: Artifact = { ...nothingKnown, kind: "subtitles", mediaType: "text/plain" };

const IMAGES: Record<string, string> = { png: "image/png", jpg: "image/jpeg", webp: "image/webp" };

async function artifactOf(path: string): Promise<Artifact> {
  const image = IMAGES[path.split(".").at(-1) ?? ""];
  if (image !== undefined) {
    const { askFfprobe } = await import("@proxx/testing");
    const [stream] = askFfprobe(path).streams;
    return {
      ...nothingKnown,
      kind: "image",
      mediaType: image,
      width: stream?.width ?? null,
      height: stream?.height ?? null,
    };
  }
  const facts = await probe(path, { ffprobe: (await discoverTools()).ffprobe });
  const kind = facts.video === null ? "audio" : "video";
  return {
    ...nothingKnown,
    kind,
    mediaType: `${kind}/mp4`,
    width: facts.video?.width ?? null,
    height: facts.video?.height ?? null,
    duration: facts.durationSeconds,
    hasAudio: facts.audio.length > 0,
  };
}

function locationOf({ from }: Source): string {
  if (typeof from !== "string") throw new TypeError("Expected a path or a text, not a reference");
  return from;
}
