import { createServer as createHttpServer, type Server as HttpServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { ProxxError } from "@proxx/contract";
import { createNetwork } from "@proxx/network";
import { openRuntime } from "@proxx/runtime";
import { createRuntimeExecutions } from "./executions/runtime-executions.ts";
import { allowedHost, LOOPBACK_NAMES } from "./http/allowed-host.ts";
import { allowedOrigin } from "./http/allowed-origin.ts";
import { createApp } from "./http/create-app.ts";
import { artifactRoutes } from "./routes/artifact-routes.ts";
import { eventRoutes } from "./routes/event-routes.ts";
import { executeRoutes } from "./routes/execute-routes.ts";
import { healthRoutes } from "./routes/health-routes.ts";
import { listRoutes } from "./routes/list-routes.ts";
import { createMemoryAnswers } from "./idempotency/kept-answers.ts";
import { readServerOptions, type ServerOptions } from "./server-options.ts";

export interface Server {
  /** Where it is reached, without a slash at its end. */
  readonly url: string;
  /**
   * Takes no more work, lets what runs go on for the time of grace, and ends the rest. A second call ends at once.
   */
  close(): Promise<void>;
}

/**
 * A server that listens.
 *
 * @example
 * const server = await createServer({ runtime: { environment: process.env }, port: 4747 });
 * console.log(server.url);
 */
export async function createServer(options: ServerOptions): Promise<Server> {
  const settings = readServerOptions(options);
  if (!settings.isLoopback) throw keyless(settings.host);
  const closing = new AbortController();
  // What a client may name is on the network; files of this machine are the operator's.
  const allowLocalPaths = settings.runtime.allowLocalPaths ?? false;
  const runtime = openRuntime({ ...settings.runtime, allowLocalPaths });
  const webhookNetwork = createNetwork({ purpose: "webhook", allowPrivate: settings.allowPrivateWebhooks });
  const executions = createRuntimeExecutions({
    engine: runtime.engine,
    checkWebhook: (url) => webhookNetwork.checkReach(url),
    onEnd: () => {},
  });
  const { home } = runtime;
  const { maxDocumentBytes, maxJobs, publicUrl } = settings;
  const answers = createMemoryAnswers(Date.now);
  const parts = { executions, answers, home, maxDocumentBytes, maxJobs, closing: closing.signal };
  const app = createApp({
    routes: [executeRoutes, listRoutes, eventRoutes, artifactRoutes, healthRoutes].flatMap((routesOf) =>
      routesOf(parts),
    ),
    gates: [allowedHost([...LOOPBACK_NAMES, ...settings.allowedHosts]), allowedOrigin(settings.corsOrigins)],
    publicUrl,
    maxDocumentBytes,
    onRequest: settings.onRequest,
  });
  // What is slow to send is limited where it is read: an upload may take longer than any limit for all requests.
  const answer = getRequestListener(app.fetch);
  const http = createHttpServer({ requestTimeout: 0 }, (request, response) => void answer(request, response));
  const url = await listen(http, settings);
  const hurry = new AbortController();
  let closed: Promise<void> | null = null;
  return {
    url,
    close() {
      if (closed !== null) hurry.abort();
      closed ??= close();
      return closed;
    },
  };

  async function close(): Promise<void> {
    closing.abort();
    http.close();
    await executions.idle(AbortSignal.any([hurry.signal, AbortSignal.timeout(settings.graceMs)]));
    http.closeAllConnections();
    await Promise.all([runtime.close(), webhookNetwork.close()]);
  }
}

async function listen(http: HttpServer, { host, port }: { host: string; port: number }): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    http.once("error", (cause: NodeJS.ErrnoException) => reject(cannotListen(host, port, cause)));
    http.listen(port, host, resolve);
  });
  const address = http.address();
  if (address === null || typeof address === "string") throw new TypeError("Expected a server that listens to a port");
  return `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`;
}

function cannotListen(host: string, port: number, cause: NodeJS.ErrnoException): ProxxError {
  const why = cause.code === "EADDRINUSE" ? "something else listens there" : cause.message;
  return new ProxxError("server_unreachable", `Cannot listen on ${host}, port ${port}: ${why}.`, {
    hint: "Choose another with `--port`; 0 takes any that is free.",
    cause,
  });
}

function keyless(host: string): ProxxError {
  return new ProxxError(
    "server_refused",
    `Without any API key the server listens to this machine alone, not on ${host}.`,
    {
      hint: "Make a key with `proxx keys create`, or leave `--host` out.",
    },
  );
}
