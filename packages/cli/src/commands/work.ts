import { resolve } from "node:path";
import { errorMessage } from "@proxx/contract";
import { callbackUrlBelow, openRuntime, type Runtime } from "@proxx/runtime";
import { createWorkerMetrics, startJobSpecRunner, type JobSpecRunner, type MetricsServer } from "@proxx/server";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { countSignals } from "../input/count-signals.ts";
import { readEnvironment } from "../input/environment.ts";
import { createLog, type Log } from "../output/log.ts";
import { warnOfMissing } from "../output/warn-of-missing.ts";
import { servedMovies } from "../movie/served-movies.ts";
import { loadProviders } from "../plan/load-providers.ts";

export interface WorkOptions {
  workers?: number;
  data?: string;
  tenantJobs?: number;
  providerJobs?: Readonly<Record<string, number>>;
  publicUrl?: string;
  store?: string;
  storeCache?: number;
  mediaRoot?: readonly string[];
  metricsPort?: number;
  metricsHost: string;
  allowPrivateSources?: boolean;
  provider?: readonly string[];
  config?: string;
}

/** So often it is seen to that there is a reason to stay: nothing else that waits keeps a process. */
const STAY_MS = 60_000;

/** Runs jobs of executions, and JobSpecs, that servers have taken, until a signal comes; what it has then is handed back. */
export async function work(options: WorkOptions): Promise<ExitCode> {
  const { logLevel, toolCacheFile, searchPath, variables } = readEnvironment();
  const log = createLog(logLevel);
  const metrics = createWorkerMetrics();
  const runtime = openRuntime({
    environment: variables,
    home: options.data === undefined ? undefined : resolve(options.data),
    toolCacheFile,
    providers: await loadProviders(options.provider ?? []),
    movies: await servedMovies(options.config, log),
    computeSlots: options.workers,
    sharing: { sharesJobs: true, jobsPerTenant: options.tenantJobs, jobsPerProvider: options.providerJobs },
    callbackUrl: callbackUrlBelow(options.publicUrl),
    onFault: (fault) => log.error(errorMessage(fault)),
    onEvent: options.metricsPort === undefined ? undefined : (event) => metrics.onEvent(event),
    store: options.store,
    maxCacheBytes: options.storeCache === undefined ? undefined : options.storeCache * 1024 ** 3,
    allowPrivateSources: options.allowPrivateSources,
    explainMisses: true,
  });
  const staying = setInterval(() => {}, STAY_MS);
  const closing = new AbortController();
  let served: MetricsServer | null = null;
  try {
    await runtime.checkStore();
    if (options.metricsPort !== undefined) {
      const place = { host: options.metricsHost, port: options.metricsPort };
      const { engine } = runtime;
      served = await metrics.serve({ ...place, figures: () => engine.figures(), closing: closing.signal });
      log.info(`figures are at ${served.url}/metrics`);
    }
    // Until here a signal ends it at once: it has taken nothing yet.
    using signals = countSignals();
    await runtime.engine.resume();
    const mediaRoots = (options.mediaRoot ?? []).map((folder) => resolve(folder));
    const runner = runJobSpecs(mediaRoots, { runtime, toolCacheFile, log });
    log.info(`proxx works for ${runtime.home}`);
    warnOfMissing({ folders: mediaRoots, runsJobs: true, searchPath }, log);
    await signals.first;
    closing.abort();
    log.info("closing: what runs is handed back");
    await runner?.close(AbortSignal.abort());
    await runtime.close();
    log.info("closed");
    return EXIT_CODE.success;
  } finally {
    clearInterval(staying);
    await served?.close();
    metrics.close();
    await runtime.close();
  }
}

/** Those of files below these folders; none where there is no folder. */
function runJobSpecs(
  folders: readonly string[],
  { runtime, toolCacheFile, log }: { runtime: Runtime; toolCacheFile: string; log: Log },
): JobSpecRunner | null {
  if (folders.length === 0) return null;
  return startJobSpecRunner({
    ledger: runtime.jobSpecs,
    mediaRoots: folders,
    toolCacheFile,
    now: Date.now,
    onFault: (fault) => log.error(errorMessage(fault)),
  });
}
