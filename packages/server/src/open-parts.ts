import { join } from "node:path";
import { createNetwork } from "@proxx/network";
import { callbackUrlBelow, openRuntime } from "@proxx/runtime";
import { presentMessage } from "./executions/present-execution.ts";
import { createRuntimeExecutions } from "./executions/runtime-executions.ts";
import { LOOPBACK_NAMES } from "./http/allowed-host.ts";
import { startJobSpecRunner } from "./job-specs/job-spec-runner.ts";
import { createJobSpecs } from "./job-specs/job-specs.ts";
import { untilAborted } from "./until-aborted.ts";
import { createKeyStore } from "./keys/key-store.ts";
import type { ServerParts } from "./routes/server-parts.ts";
import type { ServerSettings } from "./server-options.ts";
import { createServerMetrics } from "./metrics/server-metrics.ts";
import { createOwnFiles } from "./uploads/own-files.ts";
import { createNewsDesk } from "./news/news-desk.ts";
import { createSessionStore } from "./sessions/session-store.ts";
import { createSystemDescription } from "./system/describe-system.ts";
import { createUploadStore } from "./uploads/upload-store.ts";
import { createDeliverer } from "./webhooks/deliverer.ts";

export interface OpenParts extends ServerParts {
  /** Takes no more work, lets what runs come to its end until the signal aborts, and ends the rest. */
  close(hurry: AbortSignal): Promise<void>;
}

/**
 * Opens all that the routes work with; rejects with what is wrong with where executions and artifacts are kept, and leaves nothing
 * that runs then. `ownUrl` is where clients reach the server, once it listens.
 */
export async function openParts(settings: ServerSettings, ownUrl: () => string): Promise<OpenParts> {
  const { maxDocumentBytes, maxJobs, maxUploadBytes, onFault } = settings;
  const closing = new AbortController();
  const metrics = createServerMetrics();
  // What a client may name is on the network; files of this machine are the operator's.
  const allowLocalPaths = settings.runtime.allowLocalPaths ?? false;
  // Whoever works on the same folder has a part in it.
  const sharing = { sharesJobs: true, ...settings.runtime.sharing };
  const runtime = openRuntime({
    ...settings.runtime,
    allowLocalPaths,
    explainMisses: true,
    onFault,
    sharing,
    callbackUrl: callbackUrlBelow(settings.publicUrl),
    onEvent(event) {
      metrics.onEvent(event);
      news.hurry();
      settings.runtime.onEvent?.(event);
    },
  });
  // Before anything else asks for it, which would go on asking.
  await runtime.checkStore().catch(async (error: unknown) => {
    await runtime.close();
    throw error;
  });
  const { home } = runtime;
  const network = createNetwork({ purpose: "webhook", allowPrivate: settings.allowPrivateWebhooks });
  const { deliveries } = runtime.engine;
  const deliverer = createDeliverer({
    deliveries,
    network,
    present: (body) => presentMessage(body, { baseUrl: ownUrl(), home }),
    now: Date.now,
    random: Math.random,
    onAttempt: (status) => metrics.onAttempt(status),
    onFault,
  });
  const executions = createRuntimeExecutions({
    engine: runtime.engine,
    checkWebhook: (url) => network.checkReach(url),
  });
  const news = createNewsDesk({ executions, now: Date.now, onFault });
  // What a process before this one left is gone on with.
  const resuming = runtime.engine.resume().catch(onFault);
  const uploads = createUploadStore({
    folder: join(home, "uploads"),
    files: runtime.uploads,
    records: runtime.records,
    now: Date.now,
  });
  const ownFiles = createOwnFiles({ executions, uploads, ownOrigins });
  const toolCacheFile = settings.runtime.toolCacheFile ?? join(home, "tools.json");
  const { mediaRoots } = settings;
  const runsJobSpecs = mediaRoots.length > 0 && sharing.onlyAdmits !== true;
  const runner = runsJobSpecs
    ? startJobSpecRunner({ ledger: runtime.jobSpecs, mediaRoots, toolCacheFile, now: Date.now, onFault })
    : null;
  const jobSpecs = createJobSpecs({
    ledger: runtime.jobSpecs,
    findRequest: (...about) => runtime.engine.findRequest(...about),
    now: Date.now,
    onChange: () => runner?.look(),
  });
  return {
    executions,
    news,
    sessions: createSessionStore(runtime.records, Date.now),
    describeSystem: createSystemDescription({
      figures: () => runtime.engine.figures(),
      version: settings.version,
      startedAtMs: Date.now(),
      home,
      mediaRoots,
      now: Date.now,
    }),
    openArtifact: (sha256) => runtime.artifacts.open(sha256),
    metrics,
    traceRequest: (name, traceparent) => runtime.traceRequest(name, traceparent),
    async callBack(token) {
      const job = await runtime.engine.jobOfCallback(token);
      if (job !== null) await runtime.engine.wake(job.executionId, job.jobId);
      return job !== null;
    },
    previewSlide: (preview, made) => runtime.previewSlide(preview, made),
    figures: () => runtime.engine.figures(),
    jobSpecs,
    mediaRoots,
    uploads,
    ownFiles,
    maxUploadBytes,
    keys: createKeyStore(runtime.records),
    deliveries,
    deliverer,
    now: Date.now,
    home,
    maxDocumentBytes,
    maxJobs,
    closing: closing.signal,
    async close(hurry) {
      closing.abort();
      news.close();
      // What others run goes on without this server.
      const running = sharing.onlyAdmits === true ? null : executions.idle(hurry);
      await Promise.all([Promise.race([running, untilAborted(hurry)]), runner?.close(hurry)]);
      await deliverer.drained(hurry);
      await deliverer.close();
      metrics.close();
      // It asks for a database that is away until the runtime closes.
      await Promise.race([resuming, untilAborted(hurry)]);
      await Promise.all([runtime.close(), network.close()]);
      await resuming;
    },
  };

  /** The server by the names that a client on this machine has for it, too. */
  function ownOrigins(): string[] {
    const url = URL.parse(ownUrl());
    if (url === null) return [];
    const port = url.port === "" ? "" : `:${url.port}`;
    return [url.origin, ...(settings.isLoopback ? LOOPBACK_NAMES.map((name) => `http://${name}${port}`) : [])];
  }
}
