import { join } from "node:path";
import type { Plan } from "@proxx/contract";
import { createFonts } from "@proxx/drawing";
import { createEngine, createMemoryJournal, type Engine } from "@proxx/engine";
import { discoverTools, probe } from "@proxx/media";
import { createNetwork } from "@proxx/network";
import { createOperations } from "@proxx/operations";
import {
  createProviders,
  PROVIDER_URL_VARIABLES,
  type ProviderName,
  type WebhookDelivery,
  type WebhookNews,
} from "@proxx/providers";
import { createProviderNetwork } from "./provider-network.ts";
import { receiveProviderWebhook, withWebhooks, type Polling, type ProviderWebhooks } from "./provider-webhooks.ts";
import type { RuntimeSettings } from "./runtime-settings.ts";

export interface RuntimeOptions extends RuntimeSettings {
  /** Fetch sources from private addresses too. @default false */
  allowPrivateSources?: boolean | undefined;
  /** Remembers what the installed ffmpeg can do. */
  toolCacheFile?: string | undefined;
  /** Where providers are reached in place of their own addresses, whosever key it is. @default their own addresses */
  baseUrls?: Readonly<Partial<Record<ProviderName, string>>> | undefined;
  /** For each job by itself. @default one hour */
  jobTimeoutMs?: number | undefined;
  /** How often providers are asked, and for how long. @default a second, then longer and longer up to 15; half an hour */
  polling?: Polling | undefined;
  /** Where providers tell of the end of their runs. @default nowhere: they are asked */
  providerWebhooks?: ProviderWebhooks | undefined;
}

export interface Runtime {
  readonly engine: Engine;
  /** As it was given to `start`; null for an execution that this runtime does not know. */
  planOf(executionId: string): Promise<Plan | null>;
  /** Takes what came to an address of `providerWebhooks`. Rejects with `webhook_invalid` for what the provider has not sent. */
  receiveProviderWebhook(provider: ProviderName, delivery: WebhookDelivery): Promise<WebhookNews>;
  /** Cancels what runs, and waits for it. */
  close(): Promise<void>;
}

/**
 * The engine with everything it works with: operations, providers, network, fonts, tools. Nothing else has to be there but
 * ffmpeg. The command line, the SDK in one's own process and a server all open theirs here.
 *
 * @example
 * const runtime = openRuntime(readRuntimeSettings(process.env));
 * const { finished } = await runtime.engine.start(plan);
 */
export function openRuntime(options: RuntimeOptions): Runtime {
  const { home, searchPath, environment, baseUrls = {}, providerWebhooks } = options;
  const sources = createNetwork({ purpose: "source", allowPrivate: options.allowPrivateSources ?? false });
  const network = createProviderNetwork([
    ...Object.values(baseUrls),
    ...Object.values(PROVIDER_URL_VARIABLES).map((variable) => environment[variable]?.trim() ?? ""),
  ]);
  const providers = createProviders({ fetch: network.fetch, keys: { environment }, baseUrls });
  const cacheFile = options.toolCacheFile ?? join(home, "tools.json");
  const tools = once(() => discoverTools({ searchPath, cacheFile }));
  const operations = createOperations({
    tools,
    fonts: once(() => createFonts()),
    providers: withWebhooks(providers, { polling: options.polling ?? {}, webhooks: providerWebhooks }),
    defaultModels: options.defaultModels,
    searchPath,
  });
  const journal = createMemoryJournal();
  const engine = createEngine({
    home,
    operations,
    journal,
    jobTimeoutMs: options.jobTimeoutMs,
    probe: async (path, signal) => probe(path, { ffprobe: (await tools()).ffprobe, signal }),
    fetchSource: (url, path, about) => sources.fetchToFile(url, path, about),
    fetchResult: (url, path, about) => network.fetchToFile(url, path, about),
  });
  return {
    engine,
    planOf: async (executionId) => (await journal.read(executionId))?.plan ?? null,
    receiveProviderWebhook: (provider, delivery) =>
      receiveProviderWebhook(provider, delivery, {
        providers,
        jobOf: (run) => journal.jobWaitingFor(run),
        trust: {
          secret: providerWebhooks?.secrets?.[provider],
          fetch: network.fetch,
          baseUrl: providers.endpoint(provider) ?? undefined,
        },
        wake: ({ executionId, jobId }) => engine.running(executionId)?.wake(jobId),
      }),
    close: async () => {
      await engine.close();
      await Promise.all([sources.close(), network.close()]);
    },
  };
}

/** Made when it is first asked for, and asked again after a failure. */
function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    const { value } = made;
    if (value instanceof Promise) value.catch(() => (made = null));
    return value;
  };
}
