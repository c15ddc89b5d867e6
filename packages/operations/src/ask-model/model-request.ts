import { stat } from "node:fs/promises";
import {
  MEDIA_KINDS,
  Source,
  type Input,
  type Issue,
  type MediaKind,
  type Model,
  type JobContext,
} from "@proxx/contract";
import { checkRequest, type MediaInput, type Provider, type ProviderRequest } from "@proxx/providers";
import { inputFile } from "@proxx/composition";
import type { OperationResources } from "../operation-resources.ts";
import type { ModelWork } from "./model-work.ts";

/** The request as far as it is known before anything runs. */
export function requestBeforehand(model: Model, work: ModelWork, assumed: MediaKind = "video"): ProviderRequest {
  const place = (value: unknown): unknown => {
    if (value instanceof Source) return placeholder(value.accepts, assumed);
    if (isInput(value)) return placeholder([value.files[0]?.artifact.kind ?? assumed], assumed);
    if (Array.isArray(value)) return value.map(place);
    return typeof value === "object" && value !== null ? placeAll(asRecord(value)) : value;
  };
  const placeAll = (values: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, place(value)]));
  return requestOf(model, work, { input: placeAll(work.input), options: placeAll(work.options ?? {}) });
}

/** What a provider has against a request, whatever those inputs turn out to be that can be of several kinds. */
export function requestIssues(provider: Provider, model: Model, work: ModelWork): Issue[] {
  const found = MEDIA_KINDS.map((kind) =>
    checkRequest(provider, requestBeforehand(model, work, kind), { model: ["model", "model"] }),
  );
  const [first = [], ...others] = found;
  const isIn = (issues: readonly Issue[], { path, code }: Issue) =>
    issues.some((issue) => issue.path === path && issue.code === code);
  return first.filter((issue) => others.every((issues) => isIn(issues, issue)));
}

/** The request with its files in their places. */
export async function requestAtLast(
  model: Model,
  work: ModelWork,
  { resources, context }: { resources: OperationResources; context: JobContext },
): Promise<ProviderRequest> {
  return requestOf(model, work, {
    input: await placeFiles(work.input, resources, context),
    options: await placeFiles(work.options ?? {}, resources, context),
  });
}

function requestOf(
  model: Model,
  { task, fields = {} }: ModelWork,
  { input, options }: Pick<ProviderRequest, "input" | "options">,
): ProviderRequest {
  const said = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { task, model: model.model, input, options: { ...model.options, ...options, ...Object.fromEntries(said) } };
}

const TYPICAL_TYPES: Readonly<Record<MediaKind, string>> = {
  video: "video/mp4",
  image: "image/png",
  audio: "audio/wav",
};

/** Stands for what another job has yet to make, so that the rest of the request can be checked. */
function placeholder(kinds: readonly string[], assumed: MediaKind): MediaInput {
  const kind = kinds.includes(assumed) ? assumed : MEDIA_KINDS.find((entry) => kinds.includes(entry));
  return { path: "/to-be-made", mediaType: TYPICAL_TYPES[kind ?? assumed], sizeBytes: 1 };
}

async function placeFiles(
  values: Readonly<Record<string, unknown>>,
  resources: OperationResources,
  context: JobContext,
): Promise<Record<string, unknown>> {
  const place = async (value: unknown): Promise<unknown> => {
    if (isInput(value)) {
      const { path, mediaType } = await inputFile(value, context, await resources.tools());
      return { path, mediaType, sizeBytes: (await stat(path)).size } satisfies MediaInput;
    }
    if (Array.isArray(value)) return await Promise.all(value.map(place));
    return typeof value === "object" && value !== null ? await placeFiles(asRecord(value), resources, context) : value;
  };
  const placed = Object.entries(values).map(async ([key, value]) => [key, await place(value)] as const);
  return Object.fromEntries(await Promise.all(placed));
}

function isInput(value: unknown): value is Input {
  return typeof value === "object" && value !== null && "identity" in value && "files" in value;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
