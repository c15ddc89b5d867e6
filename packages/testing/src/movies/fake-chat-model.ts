import { FAKE_KEY } from "../fake-providers/fake-result.ts";
import {
  jsonOf,
  startFakeServer,
  type FakeReply,
  type FakeServer,
  type Misbehaviour,
} from "../fake-providers/fake-server.ts";

/** What a chat model says: an object is written as JSON, a text as it is. */
export type FakeAnswer = string | object | { finish: "length" | "content_filter" };

export interface FakeChatModelOptions {
  /** One after the other; the last is said again. */
  answers: readonly FakeAnswer[];
  /** An endpoint that knows JSON and no schemas refuses them, as older servers do. @default true */
  knowsSchemas?: boolean;
  misbehave?: readonly Misbehaviour[];
}

export interface FakeChatModel extends FakeServer {
  baseUrl: string;
  /** What was asked, in order. */
  asked(): ChatRequest[];
}

export interface ChatRequest {
  model: string;
  messages: { role: string; content: string }[];
  response_format?: { type: string; json_schema?: { name: string; schema: object } };
}

/** The chat completions of OpenAI's API, as many endpoints speak them. */
export async function startFakeChatModel(options: FakeChatModelOptions): Promise<FakeChatModel> {
  let said = 0;
  const server = await startFakeServer({ phaseOf: () => "submit", answer, misbehave: options.misbehave ?? [] });

  function answer(request: Parameters<typeof jsonOf>[0]): FakeReply {
    if (request.method !== "POST" || request.path !== "/v1/chat/completions")
      return refused(404, "not_found", `Unknown path ${request.path}`);
    if (request.headers.get("authorization") !== `Bearer ${FAKE_KEY}`) {
      return refused(401, "invalid_api_key", "Incorrect API key provided.");
    }
    const { model, response_format: format } = jsonOf(request) as ChatRequest;
    if (model === "unheard-of") return refused(404, "model_not_found", `The model \`${model}\` does not exist.`);
    if (format?.type === "json_schema" && options.knowsSchemas === false) {
      return refused(
        400,
        "invalid_request_error",
        "Invalid parameter: 'response_format' of type 'json_schema' is not supported.",
      );
    }
    const next = options.answers[Math.min(said, options.answers.length - 1)] ?? "";
    said += 1;
    return { body: completion(model, next) };
  }

  const asked = () =>
    server.requests
      .filter(({ path }) => path.endsWith("/chat/completions"))
      .map((request) => jsonOf(request) as ChatRequest);
  return { ...server, baseUrl: `${server.url}/v1`, asked };
}

function completion(model: string, answer: FakeAnswer) {
  const isCut = typeof answer === "object" && "finish" in answer;
  const content = isCut ? '{"title": "Cut' : typeof answer === "string" ? answer : JSON.stringify(answer);
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1_790_000_000,
    model,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content, refusal: null },
        finish_reason: isCut ? answer.finish : "stop",
        logprobs: null,
      },
    ],
    usage: { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500 },
  };
}

function refused(status: number, code: string, message: string): FakeReply {
  return { status, body: { error: { message, type: "invalid_request_error", param: null, code } } };
}
