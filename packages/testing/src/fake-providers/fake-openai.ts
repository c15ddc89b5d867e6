import { FAKE_KEY, filesOf, resultOf, type FakeResults } from "./fake-result.ts";
import {
  formText,
  jsonOf,
  startFakeServer,
  type FakeReply,
  type FakeServer,
  type Misbehaviour,
  type RecordedRequest,
} from "./fake-server.ts";

export interface FakeOpenaiOptions extends FakeResults {
  misbehave?: readonly Misbehaviour[] | undefined;
}

export interface FakeOpenai extends FakeServer {
  baseUrl: string;
}

/** OpenAI's images, speech and transcriptions; every call answers with its result. */
export async function startFakeOpenai(options: FakeOpenaiOptions): Promise<FakeOpenai> {
  const server = await startFakeServer({ phaseOf: () => "submit", answer, misbehave: options.misbehave ?? [] });

  async function answer(request: RecordedRequest): Promise<FakeReply> {
    if (request.headers.get("authorization") !== `Bearer ${options.apiKey ?? FAKE_KEY}`) {
      const given = request.headers.get("authorization") ?? "";
      return refused(401, "invalid_api_key", `Incorrect API key provided: ${given.replace("Bearer ", "")}.`);
    }
    if (options.ending === "refusal")
      return refused(400, "moderation_blocked", "Your request was rejected by the safety system.");
    if (options.ending === "failure") return refused(400, "invalid_value", "Invalid value: 'voice'.");
    const model = await modelOf(request);
    switch (request.path) {
      case "/v1/images/generations":
      case "/v1/images/edits":
        return { body: { created: 1, data: options.ending === "empty" ? [] : images(model) } };
      case "/v1/audio/speech": {
        const [sound] = options.ending === "empty" ? [] : filesOf(resultOf(options.results, model));
        return { headers: { "content-type": sound?.mediaType ?? "audio/mpeg" }, body: sound?.data ?? new Uint8Array() };
      }
      case "/v1/audio/transcriptions": {
        const result = resultOf(options.results, model);
        return { body: options.ending === "empty" || !("output" in result) ? {} : result.output };
      }
      default:
        return refused(404, "not_found", `Unknown request URL: ${request.method} ${request.path}.`);
    }
  }

  function images(model: string) {
    return filesOf(resultOf(options.results, model)).map(({ data }) => ({
      b64_json: Buffer.from(data).toString("base64"),
    }));
  }

  return { ...server, baseUrl: `${server.url}/v1` };
}

async function modelOf(request: RecordedRequest): Promise<string> {
  if (request.headers.get("content-type")?.startsWith("multipart/form-data") === true) {
    return formText(request, "model");
  }
  const body = jsonOf(request);
  return typeof body === "object" && body !== null && "model" in body ? String(body.model) : "";
}

function refused(status: number, code: string, message: string): FakeReply {
  return { status, body: { error: { message, type: "invalid_request_error", param: null, code } } };
}
