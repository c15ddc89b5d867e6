import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { RunEvent } from "@proxx/contract";
import type { Engine } from "@proxx/runtime";
import { allowedHost, isLoopback, LOOPBACK_NAMES } from "../http/allowed-host.ts";
import { allowedOrigin } from "../http/allowed-origin.ts";
import { createApp } from "../http/create-app.ts";
import { listen } from "../http/listen.ts";
import { healthRoutes } from "../routes/health-routes.ts";
import { metricsRoutes } from "../routes/metrics-routes.ts";
import { createServerMetrics } from "./server-metrics.ts";

interface MetricsServerOptions {
  host: string;
  /** 0 takes any that is free. */
  port: number;
  figures: Engine["figures"];
  /** When it is told to end. */
  closing: AbortSignal;
}

export interface MetricsServer {
  /** Where it is reached, without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/** What a process counts that takes no plans. */
export interface WorkerMetrics {
  onEvent(event: RunEvent): void;
  /** Answers `GET /metrics` and `GET /healthz` and nothing else, without a key: whoever can reach it may read it. */
  serve(options: MetricsServerOptions): Promise<MetricsServer>;
  close(): void;
}

export function createWorkerMetrics(): WorkerMetrics {
  const metrics = createServerMetrics();
  return {
    onEvent: (event) => metrics.onEvent(event),
    async serve({ host, port, figures, closing }) {
      const app = createApp({
        routes: [...metricsRoutes({ metrics, figures }), ...healthRoutes({ closing })],
        gates: [...(isLoopback(host) ? [allowedHost(LOOPBACK_NAMES)] : []), allowedOrigin([], null)],
        publicUrl: null,
        maxDocumentBytes: 0,
        onRequest: (record) => metrics.onRequest(record),
      });
      const answer = getRequestListener(app.fetch);
      const http = createServer((request, response) => void answer(request, response));
      const url = await listen(http, { host, port });
      return {
        url,
        async close() {
          http.close();
          http.closeAllConnections();
        },
      };
    },
    close: () => metrics.close(),
  };
}
