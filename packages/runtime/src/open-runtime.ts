import type { Artifact, DrawnPreview, SlidePreview } from "@proxx/contract";
import { createFonts } from "@proxx/drawing";
import {
  createEngine,
  type JobSpecLedger,
  type RecordLedger,
  type ArtifactStore,
  type Engine,
  type EngineOptions,
  type ProbeFile,
} from "@proxx/engine";
import { discoverTools, probe } from "@proxx/media";
import { createNetwork } from "@proxx/network";
import { cancelNotedRun, createOperations, type OperationResources } from "@proxx/operations";
import type { Uploads } from "@proxx/storage";
import { createProviders, type WebhookNews, type WebhookRequest } from "@proxx/providers";
import { bringOwnSource } from "./sources/bring-own-source.ts";
import { checkHome } from "./check-home.ts";
import { configuredAddresses } from "./movies/configured-services.ts";
import { openMovieSteps } from "./movies/open-movie-steps.ts";
import { openLedgerLazily } from "./open-records.ts";
import { openTracing, type RequestTrace } from "./open-tracing.ts";
import { openStorage } from "./open-storage.ts";
import { checkSecretsKey } from "./secrets-key.ts";
import { readArtifact } from "./read-artifact.ts";
import { createProviderNetwork } from "./provider-network.ts";
import { readRuntimeSettings, type RuntimeOptions } from "./runtime-settings.ts";

export interface Runtime {
  readonly engine: Engine;
  /** The folder of all that is kept. Absolute. */
  readonly home: string;
  /** What was made, to be sent on: whoever asks knows who may have it. */
  readonly artifacts: Pick<ArtifactStore, "open">;
  /** Files that clients have sent. */
  readonly uploads: Uploads;
  /** What a server keeps beside executions. */
  readonly records: RecordLedger;
  /** JobSpecs, for whoever takes and runs them. */
  readonly jobSpecs: JobSpecLedger;
  /** Rejects with what is wrong with where executions and artifacts are kept, which otherwise shows when the first is. */
  checkStore(): Promise<void>;
  /** A request by which executions may begin, with the `traceparent` that it came with. */
  traceRequest(name: string, traceparent: string | null): Promise<RequestTrace>;
  /**
   * Takes what came to an address of `providerWebhooks`, and lets the job that waits for that run ask at once. Deliveries
   * that come twice, late, out of order or for nobody do no harm: they are a reason to ask and nothing more. Rejects with
   * `webhook_invalid` for what the provider has not sent.
   */
  receiveProviderWebhook(provider: string, request: WebhookRequest): Promise<WebhookNews>;
  /** Draws one slide of a movie that is still being written; `made` is what the job has made that drew its slides before. */
  previewSlide(preview: SlidePreview, made: readonly Artifact[]): Promise<DrawnPreview>;
  /** Ends what runs here, and waits for it: a cancellation, which ends what runs at providers as well, comes before. */
  close(): Promise<void>;
}

/**
 * The engine with everything it works with: operations, providers, network, fonts, tools. Nothing else has to be there but
 * ffmpeg. The command line, the SDK in one's own process and a server all open theirs here.
 *
 * @example
 * const runtime = openRuntime({ environment: process.env });
 * const { finished } = await runtime.engine.start(plan);
 */
export function openRuntime(options: RuntimeOptions): Runtime {
  const { home, searchPath, providerSettings, ...settings } = readRuntimeSettings(options);
  const sourceNetwork = createNetwork({ purpose: "source", allowPrivate: settings.allowPrivateSources });
  const { movies } = settings;
  const ofProviders = Object.values(providerSettings).flatMap(({ baseUrl, baseUrlForAll }) =>
    [baseUrl ?? [], baseUrlForAll ?? []].flat(),
  );
  const providerNetwork = createProviderNetwork([...configuredAddresses(movies.config), ...ofProviders]);
  const providers = createProviders(settings.providers, {
    fetch: providerNetwork.fetch,
    settings: providerSettings,
    polling: settings.polling,
    webhooks: settings.providerWebhooks,
  });
  const tools = once(() => discoverTools({ searchPath, cacheFile: settings.toolCacheFile }));
  const fonts = once(() => createFonts());
  const resources: OperationResources = {
    tools,
    fonts,
    movies: once(() =>
      openMovieSteps({ tools, fonts, network: sourceNetwork, providerNetwork, providers, searchPath, home, movies }),
    ),
    providers,
    defaultModels: settings.defaultModels,
    searchPath,
  };
  const ledger = openLedgerLazily(settings.database, settings.onFault);
  const probeFile: ProbeFile = async (path, signal) => probe(path, { ffprobe: (await tools()).ffprobe, signal });
  const storage = openStorage({ ...settings, home, probe: probeFile });
  const tracing = openTracing(settings.telemetry, { onFault: settings.onFault, now: Date.now });
  const told: EngineOptions["onEvent"] = (event, about) => {
    tracing.hear?.(event, about);
    settings.onEvent?.(event);
  };
  const engine = createEngine({
    home,
    store: storage.artifacts,
    openReuse: storage.openReuse,
    operations: createOperations(resources, settings.operations),
    providerNames: providers.names,
    ledger,
    secretsKey: settings.secretsKey,
    computeSlots: settings.computeSlots,
    allowLocalPaths: settings.allowLocalPaths,
    ...settings.sharing,
    jobTimeoutMs: settings.jobTimeoutMs,
    callbackUrl: settings.callbackUrl,
    onEvent: tracing.hear === null && settings.onEvent === undefined ? undefined : told,
    explainMisses: settings.explainMisses,
    cancelRun: (note, { providerApiKeys }) => cancelNotedRun(note, providers, providerApiKeys),
    probe: probeFile,
    fetchSource: (url, path, { own, ...about }) =>
      own === undefined
        ? sourceNetwork.fetchToFile(url, path, about)
        : bringOwnSource(own, path, { ...about, ...storage }),
    fetchResult: (url, path, about) => providerNetwork.fetchToFile(url, path, about),
  });
  return {
    engine,
    home,
    artifacts: storage.artifacts,
    uploads: storage.uploads,
    records: ledger,
    jobSpecs: ledger,
    traceRequest: (name, traceparent) => tracing.traceRequest(name, traceparent),
    async checkStore() {
      await checkHome(home);
      await Promise.all([storage.check(), checkSecretsKey(settings.secretsKey, ledger)]);
    },
    async receiveProviderWebhook(provider, request) {
      const news = await providers.receiveWebhook(provider, request);
      const job = await ledger.jobWaitingFor(news);
      if (job !== null) await engine.wake(job.executionId, job.jobId);
      return news;
    },
    previewSlide: async (preview, outputs) =>
      (await resources.movies()).previewSlide(preview, {
        outputs,
        read: (sha256) => readArtifact(storage.artifacts, sha256),
      }),
    async close() {
      await engine.close();
      await ledger.close();
      await storage.close();
      await tracing.close();
      await Promise.all([sourceNetwork.close(), providerNetwork.close()]);
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
