import { resolve } from "node:path";
import { errorMessage } from "@proxx/contract";
import { createServer, type RequestRecord } from "@proxx/server";
import { PROXX_VERSION } from "@proxx/transcode/version";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { countSignals } from "../input/count-signals.ts";
import { readEnvironment } from "../input/environment.ts";
import { createLog, type Log } from "../output/log.ts";
import { warnOfMissing } from "../output/warn-of-missing.ts";
import { pageFolder } from "../page/page-folder.ts";
import { servedMovies } from "../movie/served-movies.ts";
import { loadProviders } from "../plan/load-providers.ts";

export interface ServeOptions {
  port: number;
  host: string;
  data?: string;
  workers?: number;
  tenantJobs?: number;
  providerJobs?: Readonly<Record<string, number>>;
  store?: string;
  storeCache?: number;
  publicUrl?: string;
  allowHost?: readonly string[];
  corsOrigin?: readonly string[];
  rateLimit: number;
  mediaRoot?: readonly string[];
  watch?: readonly string[];
  allowLocalPaths?: boolean;
  allowPrivateSources?: boolean;
  allowPrivateWebhooks?: boolean;
  provider?: readonly string[];
  config?: string;
}

/** Serves until a signal comes; a second one does not wait for what runs. */
export async function serve(options: ServeOptions): Promise<ExitCode> {
  const { logLevel, toolCacheFile, searchPath, variables } = readEnvironment();
  const log = createLog(logLevel);
  const mediaRoots = (options.mediaRoot ?? []).map((folder) => resolve(folder));
  const watchFolders = (options.watch ?? []).map((folder) => resolve(folder));
  const server = await createServer({
    runtime: {
      environment: variables,
      home: options.data === undefined ? undefined : resolve(options.data),
      toolCacheFile,
      providers: await loadProviders(options.provider ?? []),
      movies: await servedMovies(options.config, log),
      computeSlots: options.workers === 0 ? undefined : options.workers,
      sharing: {
        onlyAdmits: options.workers === 0,
        jobsPerTenant: options.tenantJobs,
        jobsPerProvider: options.providerJobs,
      },
      store: options.store,
      maxCacheBytes: options.storeCache === undefined ? undefined : options.storeCache * 1024 ** 3,
      allowLocalPaths: options.allowLocalPaths,
      allowPrivateSources: options.allowPrivateSources,
    },
    version: PROXX_VERSION,
    host: options.host,
    port: options.port,
    publicUrl: options.publicUrl,
    allowedHosts: options.allowHost,
    corsOrigins: options.corsOrigin,
    mediaRoots,
    watchFolders,
    requestsPerMinute: options.rateLimit,
    allowPrivateWebhooks: options.allowPrivateWebhooks,
    page: () => pageFolder(log),
    onRequest: (record) => tellRequest(record, log),
    onFault: (fault) => log.error(errorMessage(fault)),
  });
  // Until here a signal ends it at once: nothing was promised to anybody.
  using signals = countSignals();
  log.info(`proxx serves at ${server.url}; open it in a browser, its reference is at ${server.url}/docs`);
  warnOfMissing({ folders: [...mediaRoots, ...watchFolders], runsJobs: options.workers !== 0, searchPath }, log);
  await signals.first;
  log.info("closing: what runs may go on for a while; another signal ends it");
  void signals.second.then(() => server.close());
  await server.close();
  log.info("closed");
  return EXIT_CODE.success;
}

function tellRequest({ requestId, method, path, status, durationMs, fault }: RequestRecord, log: Log): void {
  const line = `${method} ${path} ${status} ${durationMs.toFixed(1)} ms ${requestId}`;
  if (fault === null) return log.debug(line);
  log.error(`${line}: ${errorMessage(fault)}`);
  if (fault instanceof Error) log.debug(String(fault.stack));
}
