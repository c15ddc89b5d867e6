export { createServer, type Server } from "./create-server.ts";
export type { ServerOptions } from "./server-options.ts";
export type { RequestRecord } from "./http/create-app.ts";
export { createApiKey, type KeyRecord } from "./keys/api-key.ts";
export { createKeyStore, type KeyStore } from "./keys/key-store.ts";
export { createWorkerMetrics, type MetricsServer } from "./metrics/metrics-server.ts";
export { startJobSpecRunner, type JobSpecRunner } from "./job-specs/job-spec-runner.ts";
