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

export interface FakeElevenlabsOptions extends FakeResults {
  misbehave?: readonly Misbehaviour[] | undefined;
}

export interface FakeElevenlabs extends FakeServer {
  baseUrl: string;
}

/** Each character takes this long to say, in the alignment. */
export const FAKE_SECONDS_PER_CHARACTER = 0.1;

/** ElevenLabs' speech with timestamps, and its transcription. */
export async function startFakeElevenlabs(options: FakeElevenlabsOptions): Promise<FakeElevenlabs> {
  const server = await startFakeServer({ phaseOf: () => "submit", answer, misbehave: options.misbehave ?? [] });

  async function answer(request: RecordedRequest): Promise<FakeReply> {
    if (request.headers.get("xi-api-key") !== (options.apiKey ?? FAKE_KEY)) {
      return refused(401, "invalid_api_key", `Invalid API key ${request.headers.get("xi-api-key") ?? ""}`);
    }
    if (options.ending === "refusal") return refused(400, "content_against_policy", "The text is against our policy.");
    if (options.ending === "failure") return refused(404, "voice_not_found", "A voice with that id was not found.");
    return request.path === "/v1/speech-to-text" ? await listen(request) : speak(request);
  }

  async function listen(request: RecordedRequest): Promise<FakeReply> {
    const result = resultOf(options.results, await formText(request, "model_id"));
    return { body: options.ending === "empty" || !("output" in result) ? {} : result.output };
  }

  function speak(request: RecordedRequest): FakeReply {
    const body = jsonOf(request);
    const said = typeof body === "object" && body !== null && "text" in body ? String(body.text) : "";
    const model = typeof body === "object" && body !== null && "model_id" in body ? String(body.model_id) : "";
    const [sound] = options.ending === "empty" ? [] : filesOf(resultOf(options.results, model));
    const characters = said.split("");
    return {
      body: {
        audio_base64: Buffer.from(sound?.data ?? []).toString("base64"),
        alignment: {
          characters,
          character_start_times_seconds: characters.map((_, index) => index * FAKE_SECONDS_PER_CHARACTER),
          character_end_times_seconds: characters.map((_, index) => (index + 1) * FAKE_SECONDS_PER_CHARACTER),
        },
      },
    };
  }

  return { ...server, baseUrl: server.url };
}

function refused(status: number, code: string, message: string): FakeReply {
  return { status, body: { detail: { status: code, message } } };
}
