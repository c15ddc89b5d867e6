import { createHash, generateKeyPairSync, sign } from "node:crypto";
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
import type { FakeWebhooks, SignedWebhook } from "./fake-replicate.ts";

export interface FakeFalOptions extends FakeResults {
  misbehave?: readonly Misbehaviour[] | undefined;
  /** @default "once" */
  webhooks?: FakeWebhooks | undefined;
}

export interface FakeFal extends FakeServer {
  /** For the context: the hosts of fal are folders under it. */
  baseUrl: string;
  signWebhook(id: string, status: "OK" | "ERROR", atSeconds?: number): SignedWebhook;
  /** Ends a request and tells its webhook. */
  finish(id: string): Promise<void>;
}

interface QueuedRequest {
  id: string;
  model: string;
  input: unknown;
  sentAt: string;
  webhook: string | null;
  polls: number;
  state: "IN_QUEUE" | "IN_PROGRESS" | "COMPLETED";
}

/** fal's queue, its storage, and the keys its webhooks are signed with. */
export async function startFakeFal(options: FakeFalOptions): Promise<FakeFal> {
  const queued = new Map<string, QueuedRequest>();
  const files = createFakeFiles();
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  let uploads = 0;
  const server = await startFakeServer({ phaseOf, answer, misbehave: options.misbehave ?? [] });

  function answer(request: RecordedRequest): FakeReply {
    if (request.phase === "file") return files.answer(request.path);
    if (request.phase === "keys") return { body: { keys: [publicKey.export({ format: "jwk" })] } };
    if (request.method === "PUT" && request.path.startsWith("/uploads/")) return { status: 200, body: {} };
    if (request.headers.get("authorization") !== `Key ${options.apiKey ?? FAKE_KEY}`) {
      return { status: 401, body: { detail: "Cannot access application. Authentication is required." } };
    }
    if (request.phase === "upload") {
      uploads += 1;
      return {
        body: { upload_url: `${server.url}/uploads/${uploads}`, file_url: `https://v3.fal.media/files/${uploads}` },
      };
    }
    if (request.phase === "submit") return submit(request);
    if (request.phase === "list") return list(request);
    const [, id = ""] = /\/requests\/([\w-]+)/.exec(request.path) ?? [];
    const found = queued.get(id);
    if (found === undefined) return { status: 404, body: { detail: "Request not found" } };
    if (request.phase === "cancel") {
      if (found.state === "COMPLETED") return { status: 400, body: { status: "ALREADY_COMPLETED" } };
      return { status: 202, body: { status: "CANCELLATION_REQUESTED" } };
    }
    return request.phase === "result" ? resultReply(found) : status(found);
  }

  function submit(request: RecordedRequest): FakeReply {
    const found: QueuedRequest = {
      id: `request-${queued.size + 1}`,
      model: request.path.replace("/queue.fal.run/", ""),
      input: jsonOf(request),
      sentAt: new Date().toISOString(),
      webhook: request.query.get("fal_webhook"),
      polls: 0,
      state: "IN_QUEUE",
    };
    queued.set(found.id, found);
    return { body: { ...describe(found), queue_position: 2 } };
  }

  /** Those that are over; all others have got further meanwhile, whether somebody asked after them or not. */
  function list({ query }: RecordedRequest): FakeReply {
    const since = query.get("start") ?? "";
    const own = [...queued.values()].filter(
      ({ model, sentAt }) => model === query.get("endpoint_id") && sentAt >= since,
    );
    for (const one of own) advance(one);
    const over = own.filter(({ state }) => state === "COMPLETED");
    const items = over.map(({ id, input, sentAt }) => ({ request_id: id, sent_at: sentAt, json_input: input }));
    return { body: { items, next_cursor: null, has_more: false } };
  }

  function advance(found: QueuedRequest): void {
    if (found.state === "COMPLETED") return;
    found.polls += 1;
    const before = options.polls ?? 1;
    found.state = found.polls > before ? "COMPLETED" : found.polls === 1 ? "IN_QUEUE" : "IN_PROGRESS";
  }

  function status(found: QueuedRequest): FakeReply {
    advance(found);
    const percent = Math.round((100 * found.polls) / ((options.polls ?? 1) + 1));
    return {
      status: found.state === "COMPLETED" ? 200 : 202,
      body: {
        ...describe(found),
        ...(found.state === "IN_QUEUE"
          ? { queue_position: 1 }
          : { logs: [{ message: `${percent}%|███   |`, level: "INFO" }] }),
      },
    };
  }

  function describe({ id, state }: QueuedRequest) {
    return { status: state, request_id: id, response_url: "", status_url: "", cancel_url: "" };
  }

  function resultReply(found: QueuedRequest): FakeReply {
    switch (options.ending ?? "success") {
      case "failure":
        return {
          status: 422,
          body: { detail: [{ loc: ["body", "prompt"], msg: "prompt is too long", type: "value_error" }] },
        };
      case "refusal":
        return {
          status: 422,
          body: {
            detail: [
              { loc: ["body", "prompt"], msg: "The content could not be processed.", type: "content_policy_violation" },
            ],
          },
        };
      case "expired":
        return { status: 404, body: { detail: "Request not found" } };
      case "empty":
        return { body: { seed: 1 } };
      case "success":
        return { body: outputOf(found.model) };
    }
  }

  function outputOf(model: string): unknown {
    const result = resultOf(options.results, model);
    if ("output" in result) return result.output;
    const published = filesOf(result).map((file) => ({
      url: `${server.url}${files.publish(file)}`,
      content_type: file.mediaType,
      file_size: file.data.length,
    }));
    const [first] = published;
    return first?.content_type.startsWith("video/") === true ? { video: first } : { images: published, seed: 1 };
  }

  function signWebhook(id: string, state: "OK" | "ERROR", atSeconds = Math.floor(Date.now() / 1000)): SignedWebhook {
    const body = JSON.stringify({ request_id: id, gateway_request_id: id, status: state, payload: {} });
    const hash = createHash("sha256").update(body).digest("hex");
    const message = Buffer.from([id, "user-1", String(atSeconds), hash].join("\n"));
    return {
      headers: {
        "content-type": "application/json",
        "x-fal-webhook-request-id": id,
        "x-fal-webhook-user-id": "user-1",
        "x-fal-webhook-timestamp": String(atSeconds),
        "x-fal-webhook-signature": sign(null, message, privateKey).toString("hex"),
      },
      body,
    };
  }

  async function finish(id: string): Promise<void> {
    const found = queued.get(id);
    if (found === undefined) throw new Error(`There is no request ${id}.`);
    found.state = "COMPLETED";
    const how = options.webhooks ?? "once";
    if (found.webhook === null || how === "never") return;
    const state = (options.ending ?? "success") === "success" ? "OK" : "ERROR";
    for (const each of how === "once" ? [state] : [state, state]) {
      await fetch(found.webhook, { method: "POST", ...signWebhook(id, each === "OK" ? "OK" : "ERROR") });
    }
  }

  return { ...server, baseUrl: server.url, signWebhook, finish };
}

function phaseOf({ method, path }: { method: string; path: string }): FakePhase {
  if (path.startsWith("/files/")) return "file";
  if (path.endsWith("/.well-known/jwks.json")) return "keys";
  if (path.startsWith("/api.fal.ai/")) return "list";
  if (path.startsWith("/rest.fal.ai/storage/") || path.startsWith("/uploads/")) return "upload";
  if (path.endsWith("/cancel")) return "cancel";
  if (path.endsWith("/status")) return "poll";
  return method === "POST" ? "submit" : "result";
}
