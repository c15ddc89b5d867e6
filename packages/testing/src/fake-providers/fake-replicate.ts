import { createHmac } from "node:crypto";
import { createFakeFiles, FAKE_KEY, filesOf, resultOf, type FakeResults } from "./fake-result.ts";
import {
  jsonOf,
  startFakeServer,
  type FakePhase,
  type FakeReply,
  type FakeServer,
  type Misbehaviour,
  type RecordedRequest,
} from "./fake-server.ts";

export interface FakeReplicateOptions extends FakeResults {
  misbehave?: readonly Misbehaviour[] | undefined;
  /** What a failed prediction says. */
  failureReason?: string | undefined;
  /** @default "once" */
  webhooks?: FakeWebhooks | undefined;
}

/** Out of order, the end is told first and an older state after it. */
export type FakeWebhooks = "never" | "once" | "twice" | "out-of-order";

export interface SignedWebhook {
  headers: Record<string, string>;
  body: string;
}

export interface FakeReplicate extends FakeServer {
  /** For the context: the address with the version. */
  baseUrl: string;
  webhookSecret: string;
  /** A delivery as Replicate would send it now. */
  signWebhook(id: string, status: string, atSeconds?: number): SignedWebhook;
  /** Ends a prediction, however often it was asked after, and tells the webhook of its request. */
  finish(id: string): Promise<void>;
}

interface Prediction {
  id: string;
  model: string;
  input: unknown;
  createdAt: string;
  webhook: string | null;
  polls: number;
  status: "starting" | "processing" | "succeeded" | "failed" | "canceled";
}

const SECRET = Buffer.from("a secret of the test's own account").toString("base64");

/** Replicate's HTTP API: predictions, files and webhooks. */
export async function startFakeReplicate(options: FakeReplicateOptions): Promise<FakeReplicate> {
  const predictions = new Map<string, Prediction>();
  const files = createFakeFiles();
  const uploads: string[] = [];
  const server = await startFakeServer({ phaseOf, answer, misbehave: options.misbehave ?? [] });

  function answer(request: RecordedRequest): FakeReply {
    if (request.phase === "file") return files.answer(request.path);
    if (request.headers.get("authorization") !== `Bearer ${options.apiKey ?? FAKE_KEY}`) {
      return {
        status: 401,
        body: { title: "Unauthenticated", detail: "You did not pass a valid authentication token", status: 401 },
      };
    }
    if (request.phase === "upload") return upload();
    if (request.phase === "submit") return create(request);
    if (request.phase === "list") return list(request);
    const [, id = ""] = /^\/v1\/predictions\/([\w-]+)/.exec(request.path) ?? [];
    const prediction = predictions.get(id);
    if (prediction === undefined)
      return { status: 404, body: { detail: "The requested resource could not be found.", status: 404 } };
    if (request.phase === "cancel") prediction.status = "canceled";
    else advance(prediction);
    return { body: describe(prediction) };
  }

  function upload(): FakeReply {
    const id = `file-${uploads.length + 1}`;
    uploads.push(id);
    return { status: 201, body: { id, urls: { get: `${server.url}/v1/files/${id}` } } };
  }

  function create(request: RecordedRequest): FakeReply {
    const body = fields(jsonOf(request));
    const [, ofModel] = /^\/v1\/models\/([^/]+\/[^/]+)\/predictions$/.exec(request.path) ?? [];
    const prediction: Prediction = {
      id: `prediction${predictions.size + 1}`,
      model: ofModel ?? String(body["version"]),
      input: body["input"],
      createdAt: new Date().toISOString(),
      webhook: typeof body["webhook"] === "string" ? body["webhook"] : null,
      polls: 0,
      status: "starting",
    };
    predictions.set(prediction.id, prediction);
    return { status: 201, body: describe(prediction) };
  }

  function list({ query }: RecordedRequest): FakeReply {
    const since = query.get("created_after") ?? "";
    const newestFirst = [...predictions.values()].toReversed().filter(({ createdAt }) => createdAt > since);
    return { body: { previous: null, next: null, results: newestFirst.map(describe) } };
  }

  function advance(prediction: Prediction): void {
    if (prediction.status !== "starting" && prediction.status !== "processing") return;
    prediction.polls += 1;
    prediction.status = prediction.polls > (options.polls ?? 1) ? ended() : "processing";
  }

  function ended(): Prediction["status"] {
    return options.ending === "failure" || options.ending === "refusal" ? "failed" : "succeeded";
  }

  function describe({ id, model, input, createdAt, status, polls, webhook }: Prediction) {
    const percent = Math.min(100, Math.round((100 * polls) / ((options.polls ?? 1) + 1)));
    return {
      id,
      model,
      version: "hidden",
      input,
      created_at: createdAt,
      status,
      webhook,
      logs: status === "starting" ? "" : `Using seed: 1\n ${percent}%|████      | ${polls}/9 [00:01<00:01]\n`,
      error: status === "failed" ? failureReason() : null,
      output: status === "succeeded" && options.ending !== "expired" ? outputOf(model) : null,
      data_removed: options.ending === "expired" && status === "succeeded",
      urls: { get: `${server.url}/v1/predictions/${id}`, cancel: `${server.url}/v1/predictions/${id}/cancel` },
    };
  }

  function failureReason(): string {
    const refusal = "The input or output was flagged as sensitive. Please try again with different inputs. (E005)";
    return options.failureReason ?? (options.ending === "refusal" ? refusal : "CUDA out of memory");
  }

  function outputOf(model: string): unknown {
    if (options.ending === "empty") return null;
    const result = resultOf(options.results, model);
    if ("output" in result) return result.output;
    const addresses = filesOf(result).map((file) => `${server.url}${files.publish(file)}`);
    return addresses.length === 1 ? addresses[0] : addresses;
  }

  function signWebhook(id: string, status: string, atSeconds = Math.floor(Date.now() / 1000)): SignedWebhook {
    const prediction = predictions.get(id);
    const body = JSON.stringify(prediction === undefined ? { id, status } : { ...describe(prediction), status });
    const signature = createHmac("sha256", Buffer.from(SECRET, "base64"))
      .update(`msg_${id}.${atSeconds}.${body}`)
      .digest("base64");
    return {
      headers: {
        "content-type": "application/json",
        "webhook-id": `msg_${id}`,
        "webhook-timestamp": String(atSeconds),
        "webhook-signature": `v1,${signature}`,
      },
      body,
    };
  }

  async function finish(id: string): Promise<void> {
    const prediction = predictions.get(id);
    if (prediction === undefined) throw new Error(`There is no prediction ${id}.`);
    prediction.status = ended();
    const how = options.webhooks ?? "once";
    if (prediction.webhook === null || how === "never") return;
    const states = [
      prediction.status,
      ...(how === "twice" ? [prediction.status] : how === "out-of-order" ? ["processing"] : []),
    ];
    for (const state of states) await fetch(prediction.webhook, { method: "POST", ...signWebhook(id, state) });
  }

  return { ...server, baseUrl: `${server.url}/v1`, webhookSecret: `whsec_${SECRET}`, signWebhook, finish };
}

function phaseOf({ method, path }: { method: string; path: string }): FakePhase {
  if (path.startsWith("/files/")) return "file";
  if (path === "/v1/files") return "upload";
  if (path === "/v1/predictions" && method === "GET") return "list";
  if (path.endsWith("/cancel")) return "cancel";
  return method === "POST" ? "submit" : "poll";
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
