import type { Issue, Task } from "@proxx/contract";
import type { ModelTable } from "./models/model-table.ts";
import type { ProviderRequest, RequestPaths } from "./provider-request.ts";
import type { PollOutcome, Submission } from "./provider-result.ts";
import type { WebhookNews, WebhookRequest, WebhookTrust } from "./provider-webhook.ts";

/** Who generates or speaks, as a value: all that the rest of Proxx knows of a provider stands in it. */
export interface Provider {
  /** As plans name it: small letters and digits, with `-` between words. */
  readonly name: string;
  /** The variables of the environment that can hold its key; the first that is set. */
  readonly keyVariables: readonly string[];
  /** The variable that names another address than its own, for the environment's key. */
  readonly baseUrlVariable: string;
  /** Whether such an address needs no key, as a server on one's own machine does not. @default false */
  readonly isKeylessElsewhere?: boolean;
  readonly tasks: readonly Task[];
  /** What is known of its models. Requests are checked against it. */
  readonly models: ModelTable;
  /** What else can be told to be wrong with a request before money is spent. @default nothing */
  check?(request: ProviderRequest, paths: RequestPaths): Issue[];
  /** Starts the work, once: nothing in here tries a second time. */
  submit(request: ProviderRequest, context: ProviderContext): Promise<Submission>;
  poll(id: string, request: ProviderRequest, context: ProviderContext): Promise<PollOutcome>;
  /** Absent where the provider cannot. A run that is already over is no error. */
  cancel?(id: string, request: ProviderRequest, context: ProviderContext): Promise<void>;
  /** How a run is found again that was sent, and whose id nobody has. Absent where it cannot be. */
  readonly lostRuns?: LostRuns;
  /** How it tells of the end of a run. Absent where it does not. */
  readonly webhook?: ProviderWebhook;
}

/** Of runs whose ids went with the process that was to be told them. */
export interface LostRuns {
  /** Gives the id; null where it does not show, or not yet. */
  find(sent: SentRequest, request: ProviderRequest, context: ProviderContext): Promise<string | null>;
  /** So long after it was sent a run may be there and not show. */
  readonly showWithinMs: number;
}

/** What went to a provider. */
export interface SentRequest {
  /** Milliseconds since 1970, right before. */
  readonly atMs: number;
  /** Of its input, as it stands in the request: see `digestOf`. */
  readonly digest: string;
}

export interface ProviderWebhook {
  /** Whether each account signs with a secret of its own, which the operator has to give. */
  readonly needsSecret: boolean;
  /** Throws `webhook_invalid` for what the provider did not send. */
  parse(request: WebhookRequest, trust: WebhookTrust): Promise<WebhookNews>;
}

export interface ProviderContext {
  apiKey: string;
  /** In production `fetch` of @proxx/network. */
  fetch: typeof globalThis.fetch;
  signal?: AbortSignal | undefined;
  /**
   * Called by `submit` where the provider has `lostRuns`, right before the request goes out, with its input as it stands there:
   * all files are where the provider reads them. What it rejects with keeps the request from being sent. @default nothing
   */
  onSend?: ((input: unknown) => Promise<void>) | undefined;
  /** @default the provider's own address */
  baseUrl?: string | undefined;
  /** How long one submission or upload may take; some providers answer it only with the result. @default 300_000 */
  submitTimeoutMs?: number | undefined;
  /** How long one question after the state may take. @default 120_000 */
  pollTimeoutMs?: number | undefined;
}
