import type { Task } from "@proxx/contract";

/** What a caller may say without knowing the model. Each model's table tells which of its own fields carries it. */
export const UNIFIED_NAMES = [
  "prompt",
  "negativePrompt",
  "text",
  "duration",
  "resolution",
  "aspectRatio",
  "seed",
  "image",
  "startImage",
  "endImage",
  "video",
  "audio",
  "voice",
  "language",
  "cameraMotion",
  "speed",
  "count",
  "outputFormat",
  "outputType",
] as const;
export type UnifiedName = (typeof UNIFIED_NAMES)[number];

/** A file on this machine that a provider is to see: uploaded the provider's own way, or passed as `url` where that is public. */
export interface MediaInput {
  path: string;
  mediaType: string;
  sizeBytes: number;
  /** Where anybody can fetch the same bytes. Only ever set for what is public already. */
  url?: string | undefined;
}

export interface ProviderRequest {
  task: Task;
  /** The provider's own id of the model, as its site shows it. */
  model: string;
  /** By unified name. Media are `MediaInput`s, an array of them where a model takes several. `undefined` says nothing. */
  input: Readonly<Partial<Record<UnifiedName, unknown>>>;
  /** The model's own fields, passed on as they are. */
  options: Readonly<Record<string, unknown>>;
  /** Where the provider may announce the end. Polling goes on beside it. */
  webhookUrl?: string | undefined;
}

/** Where the request's fields stand in the caller's document, so that issues name its places. */
export interface RequestPaths {
  /** @default ["model"] */
  model?: readonly PropertyKey[] | undefined;
  /** @default [] */
  input?: readonly PropertyKey[] | undefined;
  /** @default ["options"] */
  options?: readonly PropertyKey[] | undefined;
}
