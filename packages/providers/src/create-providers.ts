import { ProxxError, type Model, type ProviderApiKeys } from "@proxx/contract";
import { providerAccess, type ProviderAccess, type ProviderSettings } from "./ask/provider-settings.ts";
import { runWithProvider } from "./ask/run-with-provider.ts";
import type { RememberedRun, RunWithProviderOptions } from "./ask/run-options.ts";
import { checkedProviders } from "./checked-providers.ts";
import { knownModels, type KnownModel } from "./models/known-model.ts";
import type { Provider } from "./provider.ts";
import type { ProviderRequest } from "./provider-request.ts";
import type { ProviderResult } from "./provider-result.ts";
import type { WebhookNews, WebhookRequest } from "./provider-webhook.ts";

export interface CreateProvidersOptions {
  /** In production `fetch` of @proxx/network. */
  fetch: typeof globalThis.fetch;
  /** What the operator has settled, by the provider's name. @default no keys, and the providers' own addresses */
  settings?: Readonly<Record<string, ProviderSettings>> | undefined;
  /** How often they are asked, and for how long. @default a second, then longer and longer up to 15; half an hour */
  polling?: Polling | undefined;
  /** Where they tell of the end of their runs. @default nowhere: they are asked */
  webhooks?: ProviderWebhooks | undefined;
}

export type Polling = Pick<RunWithProviderOptions, "firstPauseMs" | "longestPauseMs" | "timeoutMs" | "showWithinMs">;

/** How providers tell of a run's end. They are asked as well: a webhook only brings the next question forward. */
export interface ProviderWebhooks {
  /** An address of this machine's that the provider can reach; what comes there goes to `receiveWebhook`. */
  urlFor: (provider: string) => string;
  /** What the provider signs with, for those where an account has its own secret (Replicate). */
  secrets?: Readonly<Record<string, string>> | undefined;
}

export interface ProviderRunOptions extends Omit<RunWithProviderOptions, "context"> {
  /** Keys of the request. @default none */
  providerApiKeys?: ProviderApiKeys | undefined;
}

export interface Providers {
  readonly names: readonly string[];
  /** Null for a name that none has. */
  find(name: string): Provider | null;
  /** What is known of a model; null where that is nothing. */
  findModel(model: Pick<Model, "provider" | "model">): KnownModel | null;
  /** How a provider is asked with the keys of a request; null where there is no key. */
  access(name: string, providerApiKeys?: ProviderApiKeys): ProviderAccess | null;
  /** Throws `provider_key_missing` before anything goes out. */
  run(name: string, request: ProviderRequest, options?: ProviderRunOptions): Promise<ProviderResult[]>;
  /** Ends a run that is remembered; where the provider can end none, it is left to it. Rejects where it is not heard. */
  cancel(run: RememberedRun, providerApiKeys?: ProviderApiKeys): Promise<void>;
  /** Takes what came to an address of `webhooks`. Rejects with `webhook_invalid` for what the provider has not sent. */
  receiveWebhook(name: string, request: WebhookRequest): Promise<WebhookNews>;
}

/**
 * The remote providers by name, with the way out and the keys they use.
 *
 * @example
 * const providers = createProviders([...BUILT_IN_PROVIDERS, acme], { fetch: network.fetch, settings });
 * const [video] = await providers.run("replicate", {
 *   task: "video",
 *   model: "bytedance/seedance-1-pro",
 *   input: { prompt: "a lighthouse at dusk", duration: 5, aspectRatio: "9:16" },
 *   options: {},
 * });
 */
export function createProviders(list: readonly Provider[], options: CreateProvidersOptions): Providers {
  const { fetch, settings = {}, polling = {}, webhooks } = options;
  const providers = new Map(checkedProviders(list).map((provider) => [provider.name, provider]));
  const find = (name: string) => providers.get(name) ?? null;
  const lookUp = (name: string) => {
    const provider = find(name);
    if (provider === null) throw new TypeError(`Expected one of ${[...providers.keys()].join(", ")}, got \`${name}\``);
    return provider;
  };
  const access = (name: string, providerApiKeys: ProviderApiKeys = {}) =>
    providerAccess(lookUp(name), settings[name] ?? NOTHING_SETTLED, providerApiKeys);

  /** The address for a provider's webhooks, where they would be understood. */
  const webhookUrlFor = ({ name, webhook }: Provider) => {
    if (webhooks === undefined || webhook === undefined) return undefined;
    return webhook.needsSecret && webhooks.secrets?.[name] === undefined ? undefined : webhooks.urlFor(name);
  };

  return {
    names: [...providers.keys()],
    find,
    findModel({ provider: name, model }) {
      const provider = find(name);
      return provider === null ? null : (knownModels(provider).find((known) => known.model === model) ?? null);
    },
    access,
    async run(name, request, { providerApiKeys, ...asked } = {}) {
      const provider = lookUp(name);
      const how = access(name, providerApiKeys);
      if (how === null) throw keyMissing(provider);
      const webhookUrl = request.webhookUrl ?? webhookUrlFor(provider);
      return runWithProvider(
        provider,
        { ...request, webhookUrl },
        { ...polling, ...asked, context: { ...how, fetch } },
      );
    },
    async cancel({ provider: name, id, model = "" }, providerApiKeys) {
      const provider = find(name);
      const how = provider === null ? null : access(name, providerApiKeys);
      if (provider === null || how === null) return;
      // What was asked is of no account to who is to stop doing it.
      const request = { task: "video", model, input: {}, options: {} } as const;
      await provider.cancel?.(id, request, { ...how, fetch, pollTimeoutMs: CANCEL_TIMEOUT_MS });
    },
    async receiveWebhook(name, request) {
      const webhook = find(name)?.webhook;
      const secret = webhooks?.secrets?.[name];
      if (webhook === undefined || (webhook.needsSecret && secret === undefined)) throw webhookUnexpected(name);
      const { baseUrl, baseUrlForAll } = settings[name] ?? NOTHING_SETTLED;
      return webhook.parse(request, { secret, fetch, baseUrl: baseUrlForAll ?? baseUrl ?? undefined });
    },
  };
}

const CANCEL_TIMEOUT_MS = 5000;
const NOTHING_SETTLED: ProviderSettings = { apiKey: null, baseUrl: null, baseUrlForAll: null };

function keyMissing({ name, keyVariables }: Provider): ProxxError {
  return new ProxxError("provider_key_missing", `There is no API key for ${name}.`, {
    hint: `Set ${keyVariables.join(" or ")}, or give it as \`providerApiKeys["${name}"]\`.`,
  });
}

function webhookUnexpected(name: string): ProxxError {
  return new ProxxError("webhook_invalid", `Nothing is expected from ${name} here.`, {
    hint: "Replicate's webhooks need the account's signing secret; fal's are the only others.",
  });
}
