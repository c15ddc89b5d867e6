import { createServer as createHttpServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { ProxxError } from "@proxx/contract";
import { allowedHost, LOOPBACK_NAMES } from "./http/allowed-host.ts";
import { allowedOrigin } from "./http/allowed-origin.ts";
import { authenticate } from "./http/authenticate.ts";
import { createApp, matches } from "./http/create-app.ts";
import { listen } from "./http/listen.ts";
import { rateLimit } from "./http/rate-limit.ts";
import { refuseUnparsed, refuseUnreadable } from "./http/unreadable.ts";
import { createPageFiles } from "./page/page-files.ts";
import { openParts } from "./open-parts.ts";
import { artifactRoutes } from "./routes/artifact-routes.ts";
import { callbackRoutes } from "./routes/callback-routes.ts";
import { deliveryRoutes } from "./routes/delivery-routes.ts";
import { eventRoutes } from "./routes/event-routes.ts";
import { executeRoutes } from "./routes/execute-routes.ts";
import { healthRoutes } from "./routes/health-routes.ts";
import { jobSpecRoutes } from "./routes/job-spec-routes.ts";
import { listRoutes } from "./routes/list-routes.ts";
import { movieRoutes } from "./routes/movie-routes.ts";
import { metricsRoutes } from "./routes/metrics-routes.ts";
import { pageRoutes } from "./page/page-routes.ts";
import { previewRoutes } from "./routes/preview-routes.ts";
import { referenceRoutes } from "./routes/reference-routes.ts";
import { sessionRoutes } from "./sessions/session-routes.ts";
import { systemRoutes } from "./system/system-routes.ts";
import { uploadRoutes } from "./routes/upload-routes.ts";
import { watchRoutes } from "./watch-folders/watch-routes.ts";
import { readServerOptions, type ServerOptions } from "./server-options.ts";

export interface Server {
  /** Where it is reached, without a slash at its end. */
  readonly url: string;
  /** Takes no more work, lets what runs go on for the time of grace, and ends the rest. A second call ends it at once. */
  close(): Promise<void>;
}

const ROUTES = [
  // Before those of one execution, among whose ids `counts` is none.
  listRoutes,
  executeRoutes,
  movieRoutes,
  previewRoutes,
  eventRoutes,
  artifactRoutes,
  uploadRoutes,
  jobSpecRoutes,
  deliveryRoutes,
  healthRoutes,
  metricsRoutes,
  systemRoutes,
  callbackRoutes,
];

/**
 * A server that listens.
 *
 * @example
 * const server = await createServer({ runtime: { environment: process.env }, port: 4747 });
 * console.log(server.url);
 */
export async function createServer(options: ServerOptions): Promise<Server> {
  const settings = readServerOptions(options);
  const { publicUrl, maxDocumentBytes, onRequest } = settings;
  let url = publicUrl;
  const parts = await openParts(settings, () => url ?? "");
  const work = [...ROUTES.flatMap((routesOf) => routesOf(parts)), ...watchRoutes(settings)];
  const isSecure = publicUrl?.startsWith("https:") ?? false;
  const about = {
    version: settings.version,
    runsJobSpecs: parts.mediaRoots.length > 0,
    watchFolders: settings.watchFolders.length,
  };
  const ofPage = [
    ...sessionRoutes({ ...parts, isSecure, about }),
    ...pageRoutes({ pageFiles: createPageFiles(settings.page), isSecure }),
  ];
  const routes = [...work, ...ofPage, ...referenceRoutes([...work, ...ofPage], settings.version)];
  const isOpen = (path: string) => routes.some((route) => route.open === true && matches(route.path, path));
  const app = createApp({
    routes,
    gates: [
      // Whoever has to have a key is no page that has been led here.
      ...(settings.isLoopback ? [allowedHost([...LOOPBACK_NAMES, ...settings.allowedHosts])] : []),
      allowedOrigin(settings.corsOrigins, publicUrl),
      authenticate({ ...parts, isOpen, publicUrl, isSecure }),
      ...(settings.requestsPerMinute === 0 ? [] : [rateLimit(settings.requestsPerMinute, parts.now)]),
    ],
    publicUrl,
    maxDocumentBytes,
    onRequest(record) {
      parts.metrics.onRequest(record);
      onRequest(record);
    },
  });
  const answer = getRequestListener(app.fetch, { errorHandler: refuseUnreadable });
  // What is slow to send is limited where it is read: an upload may take longer than any limit for all requests.
  const http = createHttpServer({ requestTimeout: 0 }, (request, response) => void answer(request, response));
  refuseUnparsed(http);
  const begin = async () => {
    if (!settings.isLoopback && !(await parts.keys.isUsed())) throw keyless(settings.host);
    return listen(http, settings);
  };
  const listensAt = await begin().catch(async (error: unknown) => {
    await parts.close(AbortSignal.abort());
    throw error;
  });
  url ??= listensAt;
  const hurry = new AbortController();
  let closed: Promise<void> | null = null;
  return {
    url: listensAt,
    close() {
      if (closed !== null) hurry.abort();
      closed ??= close();
      return closed;
    },
  };

  async function close(): Promise<void> {
    http.close();
    await parts.close(AbortSignal.any([hurry.signal, AbortSignal.timeout(settings.graceMs)]));
    http.closeAllConnections();
  }
}

function keyless(host: string): ProxxError {
  return new ProxxError(
    "server_refused",
    `Without any API key the server listens to this machine alone, not on ${host}.`,
    { hint: "Make a key with `proxx keys create`, or leave `--host` out." },
  );
}
