import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  formatJsonPath,
  mapLeaves,
  ProxxError,
  Source,
  type Approach,
  type Degradation,
  type Input,
  type Issue,
  type Model,
  type OperationContext,
  type PlanContext,
  type ProducedFile,
  type Transcript,
} from "@proxx/contract";
import {
  isProviderName,
  PROVIDER_NAMES,
  type MediaInput,
  type ProviderName,
  type ProviderRequest,
  type ProviderResult,
  type RememberedRun,
  type Task,
} from "@proxx/providers";
import { z } from "zod";
import { inputFile } from "./composition/input-file.ts";
import type { OperationKit } from "./kit.ts";

/** What a model is asked: parameters by their unified names, media among them. */
export interface ModelWork {
  task: Task;
  input: ProviderRequest["input"];
  options?: Readonly<Record<string, unknown>> | undefined;
}

/** The model that does a job: the plan's, else the operator's default; null where it is done on this machine. */
export function chooseModel(kit: OperationKit, task: Task, named: Model | undefined): Model | null {
  const model = named ?? kit.defaultModels[task] ?? null;
  return model?.provider === "local" ? null : model;
}

/** What is wrong with a request to a model, told before any money is spent. */
export function modelIssues(kit: OperationKit, model: Model, work: ModelWork, context: PlanContext): Issue[] {
  const name = providerOf(model);
  const place = (value: unknown) => (value instanceof Source ? placeholder(value) : value);
  const request = {
    task: work.task,
    model: model.model,
    input: mapLeaves(work.input, place) as ProviderRequest["input"],
    options: mapLeaves({ ...model.options, ...work.options }, place) as Record<string, unknown>,
  };
  const issues = kit.providers.get(name).check(request, { model: ["model", "model"] });
  if (kit.providers.hasKey(name, keysOf(name, context))) return issues;
  const key = {
    path: formatJsonPath(["model"]),
    code: "provider_key_missing",
    message: `There is no key for ${model.provider}.`,
    hint: "Give one with the request (`providerApiKeys`) or in the environment; docs/providers.md names the variables.",
  };
  return [key, ...issues];
}

export function modelApproach(model: Model): Approach {
  return { provider: `${model.provider}:${model.model}`, degradations: [], build: {}, load: "wait" };
}

/** How a job is done without a model: what stands in, and that it does. */
export function standInApproach(
  name: string,
  build: Readonly<Record<string, string>>,
  degradation: Omit<Degradation, "jobId">,
): Approach {
  return { provider: `local:${name}`, degradations: [degradation], build, load: "compute" };
}

export interface ModelOutput {
  files: ProducedFile[];
  transcript: Transcript | null;
}

/** Has a model do the work, and brings what it made into the job's work folder at once: providers' URLs expire. */
export async function runModel(
  kit: OperationKit,
  model: Model,
  work: ModelWork,
  context: OperationContext,
): Promise<ModelOutput> {
  const name = providerOf(model);
  const request: ProviderRequest = {
    task: work.task,
    model: model.model,
    input: (await placeFiles(work.input, kit, context)) as ProviderRequest["input"],
    options: (await placeFiles({ ...model.options, ...work.options }, kit, context)) as Record<string, unknown>,
  };
  const results = await kit.providers.run(name, request, {
    keys: keysOf(name, context),
    remembered: rememberedRun(context.remembered),
    remember: context.remember,
    pause: context.pause,
    onProgress: ({ state, fraction }) => context.progress(fraction ?? 0, 1, `${state} at ${name}`),
    signal: context.signal,
  });
  return collect(results, work.task, context);
}

function providerOf(model: Model): ProviderName {
  if (isProviderName(model.provider)) return model.provider;
  throw new TypeError(`Expected a remote provider, got \`${model.provider}\``);
}

function keysOf(name: ProviderName, context: PlanContext) {
  return { request: { [name]: context.providerKey(name) ?? undefined } };
}

const rememberedSchema = z.object({ provider: z.enum(PROVIDER_NAMES), id: z.string() });

// What an earlier version noted down in another form is not asked after.
function rememberedRun(note: unknown): RememberedRun | null {
  return rememberedSchema.safeParse(note).data ?? null;
}

const TYPICAL_TYPES: Readonly<Record<string, string>> = {
  video: "video/mp4",
  image: "image/png",
  audio: "audio/wav",
};

// Stands for what another job has yet to make, so that the rest of the request can be checked.
function placeholder(source: Source): MediaInput {
  const mediaType = TYPICAL_TYPES[source.accepts[0] ?? "video"] ?? "video/mp4";
  return { path: "/to-be-made", mediaType, sizeBytes: 1 };
}

async function placeFiles(value: unknown, kit: OperationKit, context: OperationContext): Promise<unknown> {
  if (isInput(value)) {
    const { path, mediaType } = await inputFile(value, context, await kit.tools());
    return { path, mediaType, sizeBytes: (await stat(path)).size } satisfies MediaInput;
  }
  if (Array.isArray(value)) return await Promise.all(value.map((entry) => placeFiles(entry, kit, context)));
  if (typeof value !== "object" || value === null) return value;
  const placed = Object.entries(value).map(async ([key, member]) => [key, await placeFiles(member, kit, context)]);
  return Object.fromEntries((await Promise.all(placed)) as [string, unknown][]);
}

function isInput(value: unknown): value is Input {
  return typeof value === "object" && value !== null && "identity" in value && "files" in value;
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  "video/mp4": "mp4",
  "video/webm": "webm",
  "video/quicktime": "mov",
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
  "audio/mpeg": "mp3",
  "audio/wav": "wav",
  "audio/x-wav": "wav",
  "audio/ogg": "ogg",
  "audio/flac": "flac",
  "audio/mp4": "m4a",
};

const KINDS: Readonly<Record<Task, ProducedFile["kind"]>> = {
  video: "video",
  image: "image",
  speech: "audio",
  transcription: "transcript",
  "lip-sync": "video",
  "background-removal": "video",
};

async function collect(
  results: readonly ProviderResult[],
  task: Task,
  context: OperationContext,
): Promise<ModelOutput> {
  const files: ProducedFile[] = [];
  let transcript: Transcript | null = null;
  for (const [index, result] of results.entries()) {
    if (result.kind === "transcript") {
      const words = result.words.map(({ text, start, end }) => ({ word: text, start, end }));
      transcript = { language: result.language, text: result.text, words };
      continue;
    }
    const path = join(context.workDir, `result-${index}`);
    const told = result.kind === "url" ? await context.download(result.url, path) : { mediaType: result.mediaType };
    if (result.kind === "bytes") {
      await writeFile(path, result.data);
      if (result.words !== undefined) {
        const words = result.words.map(({ text, start, end }) => ({ word: text, start, end }));
        transcript = { language: null, text: words.map(({ word }) => word).join(" "), words };
      }
    }
    const mediaType = tidyType(told.mediaType) ?? (result.kind === "url" ? tidyType(result.mediaType) : null);
    files.push({ path, kind: KINDS[task], mediaType: mediaType ?? TYPICAL_TYPES[KINDS[task]] ?? "video/mp4" });
  }
  if (files.length === 0 && transcript === null) {
    throw new ProxxError("result_unusable", "The provider ended without a result.", { hint: "Run it again." });
  }
  return { files, transcript };
}

function tidyType(mediaType: string | null): string | null {
  const type = mediaType?.split(";")[0]?.trim().toLowerCase() ?? "";
  return Object.hasOwn(EXTENSIONS, type) ? type : null;
}
