import { FAKE_KEY, filesOf, resultOf, type FakeFile, type FakeResults } from "./fake-result.ts";
import {
  jsonOf,
  startFakeServer,
  type FakePhase,
  type FakeReply,
  type FakeServer,
  type Misbehaviour,
  type RecordedRequest,
} from "./fake-server.ts";

export interface FakeGoogleOptions extends FakeResults {
  misbehave?: readonly Misbehaviour[] | undefined;
  /** How often a finished file of the Gemini API is still being put away. @default 0 */
  filePolls?: number | undefined;
}

export interface FakeGoogle extends FakeServer {
  baseUrl: string;
}

interface Job {
  id: string;
  model: string;
  polls: number;
  cancelled: boolean;
}

const REFUSAL =
  "The prompt could not be submitted. It contains words that violate Google's Responsible AI practices. Try rephrasing it.";

/** Google's two services at one address: operations and pictures of the platform, interactions and files of Gemini. */
export async function startFakeGoogle(options: FakeGoogleOptions): Promise<FakeGoogle> {
  const jobs = new Map<string, Job>();
  const files = new Map<string, { file: FakeFile; polls: number }>();
  const server = await startFakeServer({ phaseOf, answer, misbehave: options.misbehave ?? [] });

  function answer(request: RecordedRequest): FakeReply {
    if (request.headers.get("x-goog-api-key") !== (options.apiKey ?? FAKE_KEY)) {
      return refused(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", [
        { reason: "API_KEY_INVALID" },
      ]);
    }
    const { path } = request;
    const [, model = "", verb] = /^\/v1beta1\/publishers\/google\/models\/([\w.-]+):(\w+)$/.exec(path) ?? [];
    if (verb === "predict") return pictures(model);
    if (verb === "predictLongRunning") return { body: { name: operationName(start(model)) } };
    if (path.endsWith(":fetchPredictOperation")) return operation(request);
    if (path === "/v1beta/interactions") return begin(request);
    if (path.startsWith("/v1beta/interactions/")) return interaction(request);
    return file(path);
  }

  function start(model: string): Job {
    const job = { id: `job-${jobs.size + 1}`, model, polls: 0, cancelled: false };
    jobs.set(job.id, job);
    return job;
  }

  function operationName({ id, model }: Job): string {
    return `projects/fake/locations/global/publishers/google/models/${model}/operations/${id}`;
  }

  function operation(request: RecordedRequest): FakeReply {
    const body = jsonOf(request);
    const name = typeof body === "object" && body !== null && "operationName" in body ? String(body.operationName) : "";
    const job = jobs.get(name.split("/").at(-1) ?? "");
    if (job === undefined) return refused(404, "NOT_FOUND", "Operation not found.");
    job.polls += 1;
    if (job.polls <= (options.polls ?? 1)) return { body: { name, metadata: { progressPercent: 10 * job.polls } } };
    switch (options.ending ?? "success") {
      case "failure":
        return { body: { name, done: true, error: { code: 3, message: "Image must be 16:9." } } };
      case "refusal":
        return {
          body: { name, done: true, response: { raiMediaFilteredCount: 1, raiMediaFilteredReasons: [REFUSAL] } },
        };
      case "expired":
        return refused(404, "NOT_FOUND", "Operation not found.");
      case "empty":
        return { body: { name, done: true, response: {} } };
      case "success": {
        const videos = filesOf(resultOf(options.results, job.model)).map(({ data, mediaType }) => ({
          bytesBase64Encoded: Buffer.from(data).toString("base64"),
          mimeType: mediaType,
        }));
        return { body: { name, done: true, response: { videos } } };
      }
    }
  }

  function pictures(model: string): FakeReply {
    if (options.ending === "refusal") return { body: { predictions: [{ raiFilteredReason: REFUSAL }] } };
    if (options.ending === "failure") return refused(400, "INVALID_ARGUMENT", "Unsupported aspect ratio.");
    const predictions = filesOf(resultOf(options.results, model)).map(({ data, mediaType }) => ({
      bytesBase64Encoded: Buffer.from(data).toString("base64"),
      mimeType: mediaType,
    }));
    return { body: { predictions } };
  }

  function begin(request: RecordedRequest): FakeReply {
    const body = jsonOf(request);
    const model = typeof body === "object" && body !== null && "model" in body ? String(body.model) : "";
    const job = start(model);
    return { body: { id: job.id, object: "interaction", model, status: "in_progress" } };
  }

  function interaction(request: RecordedRequest): FakeReply {
    const [, id = ""] = /^\/v1beta\/interactions\/([\w-]+)/.exec(request.path) ?? [];
    const job = jobs.get(id);
    if (job === undefined || options.ending === "expired") return refused(404, "NOT_FOUND", "Interaction not found.");
    if (request.phase === "cancel") job.cancelled = true;
    else job.polls += 1;
    const about = { id, object: "interaction", model: job.model };
    if (job.cancelled) return { body: { ...about, status: "cancelled" } };
    if (job.polls <= (options.polls ?? 1)) return { body: { ...about, status: "in_progress" } };
    switch (options.ending ?? "success") {
      case "failure":
        return { body: { ...about, status: "failed", errors: [{ message: "The image cannot be read." }] } };
      case "refusal":
        return {
          body: { ...about, status: "completed", steps: [says({ type: "text", text: "I cannot make that." })] },
        };
      default:
        return { body: { ...about, status: "completed", steps: [says(...contents(job))] } };
    }
  }

  function contents(job: Job) {
    if (options.ending === "empty") return [];
    return filesOf(resultOf(options.results, job.model)).map((made) => {
      if (made.mediaType.startsWith("image/")) {
        return { type: "image", mime_type: made.mediaType, data: Buffer.from(made.data).toString("base64") };
      }
      const name = `files/${job.id}`;
      if (!files.has(name)) files.set(name, { file: made, polls: 0 });
      return { type: "video", mime_type: made.mediaType, uri: `${server.url}/v1beta/${name}:download?alt=media` };
    });
  }

  function file(path: string): FakeReply {
    const [, name = "", verb] = /^\/v1beta\/(files\/[\w-]+)(?::(\w+))?$/.exec(path) ?? [];
    const found = files.get(name);
    if (found === undefined) return refused(404, "NOT_FOUND", "File not found.");
    if (verb === "download") return { headers: { "content-type": found.file.mediaType }, body: found.file.data };
    found.polls += 1;
    return { body: { name, state: found.polls > (options.filePolls ?? 0) ? "ACTIVE" : "PROCESSING" } };
  }

  return { ...server, baseUrl: server.url };
}

function says(...content: unknown[]) {
  return { type: "model_output", content };
}

function refused(status: number, code: string, message: string, details: readonly unknown[] = []): FakeReply {
  return { status, body: { error: { code: status, message, status: code, details } } };
}

function phaseOf({ method, path }: { method: string; path: string }): FakePhase {
  if (path.endsWith(":download")) return "file";
  if (path.startsWith("/v1beta/files/")) return "result";
  if (path.endsWith("/cancel")) return "cancel";
  return method === "GET" || path.endsWith(":fetchPredictOperation") ? "poll" : "submit";
}
