import { createFonts } from "@proxx/drawing";
import { createEngine, type Engine } from "@proxx/engine";
import { discoverTools } from "@proxx/media";
import { createNetwork, type Network } from "@proxx/network";
import { createOperations } from "@proxx/operations";
import { createProviders } from "@proxx/providers";
import type { LocalSettings } from "./local-settings.ts";

export interface LocalEngineOptions extends LocalSettings {
  /** Fetch sources from private addresses too. @default false */
  allowPrivateSources?: boolean | undefined;
  /** Tell private addresses of the end too. @default false */
  allowPrivateWebhooks?: boolean | undefined;
  /** Remembers what the installed ffmpeg can do. */
  toolCacheFile?: string | undefined;
}

export interface LocalEngine {
  engine: Engine;
  /** For webhooks. */
  webhooks: Network;
  /** Cancels what runs, and waits for it. */
  close(): Promise<void>;
}

/** The engine with everything it works with, on this machine: nothing else has to be there but ffmpeg. */
export function createLocalEngine(options: LocalEngineOptions): LocalEngine {
  const sources = createNetwork({ purpose: "source", allowPrivate: options.allowPrivateSources ?? false });
  const webhooks = createNetwork({ purpose: "webhook", allowPrivate: options.allowPrivateWebhooks ?? false });
  // The operator says where an endpoint is; what a plan says never gets here.
  const hasOwnEndpoint = Object.keys(options.baseUrls).length > 0 || Boolean(options.environment["OPENAI_BASE_URL"]);
  const providers = createNetwork({ purpose: "result", allowPrivate: hasOwnEndpoint });
  const { searchPath, toolCacheFile } = options;
  const tools = once(() => discoverTools({ searchPath, cacheFile: toolCacheFile }));
  const operations = createOperations({
    tools,
    fonts: once(() => createFonts()),
    providers: createProviders({
      fetch: providers.fetch,
      keys: { environment: options.environment },
      baseUrls: options.baseUrls,
    }),
    defaultModels: options.defaultModels,
    searchPath,
  });
  const engine = createEngine({ home: options.home, operations, fetchSource: sources.fetchToFile });
  return {
    engine,
    webhooks,
    close: async () => {
      await engine.close();
      await Promise.all([sources.close(), webhooks.close(), providers.close()]);
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
