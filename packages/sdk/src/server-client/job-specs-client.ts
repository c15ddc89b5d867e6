import type { JobSpecCheck, JobSpecChoices, JobSpecStatus, Page, RunJob } from "@proxx/contract";
import { randomKey } from "../client/random-key.ts";
import type { ListOptions } from "./executions-client.ts";
import type { Sender } from "./sender.ts";

/** JobSpecs of files that the server can reach. */
export interface JobSpecsClient {
  /** The newest first, without their results. */
  list(options?: ListOptions<JobSpecStatus>): Promise<Page<Omit<RunJob, "result">>>;
  get(id: string, options?: { signal?: AbortSignal }): Promise<RunJob>;
  /** What is wrong with a document; it need not be a JobSpec. */
  validate(document: unknown, options?: { signal?: AbortSignal }): Promise<JobSpecCheck>;
  /** The profiles, codecs and containers that a JobSpec can name. */
  choices(options?: { signal?: AbortSignal }): Promise<JobSpecChoices>;
  start(document: unknown, options?: { idempotencyKey?: string }): Promise<RunJob>;
  cancel(id: string): Promise<RunJob>;
}

export function createJobSpecs(sender: Sender): JobSpecsClient {
  return {
    list: ({ limit, cursor, status, signal } = {}) =>
      sender.send("GET", "/api/jobspecs", { query: { limit, cursor, status: status?.join(",") }, signal }),
    get: (id, { signal } = {}) => sender.send("GET", below(id), { signal }),
    validate: (body, { signal } = {}) => sender.send("POST", "/api/jobspecs/validate", { body, signal }),
    choices: ({ signal } = {}) => sender.send("GET", "/api/jobspecs/choices", { signal }),
    start: (body, { idempotencyKey = randomKey() } = {}) =>
      sender.send("POST", "/api/jobspecs", { body, headers: { "idempotency-key": idempotencyKey } }),
    cancel: (id) => sender.send("POST", `${below(id)}/cancel`),
  };
}

function below(id: string): string {
  return `/api/jobspecs/${encodeURIComponent(id)}`;
}
