import type { Issue, ProxxError } from "@proxx/contract";

export const PROVIDER_NAMES = ["replicate", "fal", "google-cloud", "openai", "elevenlabs"] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];

export const TASKS = ["video", "image", "speech", "transcription", "lip-sync", "background-removal"] as const;
export type Task = (typeof TASKS)[number];

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

export interface ProviderContext {
  apiKey: string;
  /** In production `fetch` of @proxx/network. */
  fetch: typeof globalThis.fetch;
  signal?: AbortSignal | undefined;
  /** @default the provider's own address */
  baseUrl?: string | undefined;
  /** How long one submission or upload may take; some providers answer it only with the result. @default 300_000 */
  submitTimeoutMs?: number | undefined;
  /** How long one question after the state may take. @default 120_000 */
  pollTimeoutMs?: number | undefined;
}

export interface TranscriptWord {
  text: string;
  /** Seconds from the start of the sound. */
  start: number;
  end: number;
}

export type ProviderResult =
  /** To be fetched at once: providers delete what they made after an hour or a day. */
  | { kind: "url"; url: string; mediaType: string | null }
  /** `words` when the voice that spoke also told when it said each. */
  | { kind: "bytes"; data: Uint8Array; mediaType: string; words?: TranscriptWord[] }
  | {
      kind: "transcript";
      /** ISO 639 code, where the provider told one. */
      language: string | null;
      text: string;
      words: TranscriptWord[];
      /** Measured word by word, spread over measured sentences by their letters, or not known (no words then). */
      wordTiming: "measured" | "estimated" | "none";
    };

/** `id` is all that has to be remembered to poll again, even from another process. */
export type Submission = { state: "running"; id: string } | { state: "done"; results: ProviderResult[] };

export type PollOutcome =
  | {
      state: "running";
      /** 0 to 1, where the provider tells. */
      fraction: number | null;
      /** How many are before it, while it waits. */
      queuePosition: number | null;
    }
  | { state: "done"; results: ProviderResult[] }
  /** The run is over and gave nothing. An error that is thrown instead means that asking failed; the run may go on. */
  | { state: "failed"; error: ProxxError };

export interface WebhookDelivery {
  headers: Headers;
  /** As it came: the signature is over these bytes. */
  body: Uint8Array;
}

export interface WebhookTrust {
  /** The signing secret of the account, for providers that have one. */
  secret?: string | undefined;
  /** For providers whose public keys are fetched. */
  fetch: typeof globalThis.fetch;
  baseUrl?: string | undefined;
  /** Milliseconds since 1970. @default Date.now */
  now?: (() => number) | undefined;
}

/**
 * What a delivery says, once its signature is right. It is a reason to poll sooner and nothing more: deliveries come
 * twice, late and out of order, so `state` is never taken for the outcome.
 */
export interface WebhookNews {
  provider: ProviderName;
  id: string;
  state: "running" | "done" | "failed";
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

export interface Provider {
  readonly name: ProviderName;
  readonly tasks: readonly Task[];
  /** Everything wrong with a request that can be told before money is spent. Models that are not in the tables pass. */
  check(request: ProviderRequest, paths?: RequestPaths): Issue[];
  /** Starts the work, once: nothing in here tries a second time. */
  submit(request: ProviderRequest, context: ProviderContext): Promise<Submission>;
  poll(id: string, request: ProviderRequest, context: ProviderContext): Promise<PollOutcome>;
  /** Absent where the provider cannot. A run that is already over is no error. */
  cancel?(id: string, request: ProviderRequest, context: ProviderContext): Promise<void>;
  /** Throws `webhook_invalid` for what the provider did not send. */
  parseWebhook?(delivery: WebhookDelivery, trust: WebhookTrust): Promise<WebhookNews>;
}
