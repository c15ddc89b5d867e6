import { callProvider, ProviderError, type RefusedAnswer } from "@proxx/providers";
import { z } from "zod";
import { audioQuerySchema, type AudioQuery } from "./audio-query.ts";

export interface VoicevoxSettings {
  /** @default "http://127.0.0.1:50021" */
  baseUrl?: string | undefined;
  /** In production `fetch` of @proxx/network, which has to be let reach that address. */
  fetch: typeof globalThis.fetch;
  /** How long one answer may take. @default 120_000 */
  timeoutMs?: number | undefined;
}

const speakerSchema = z.object({
  name: z.string(),
  speaker_uuid: z.string(),
  version: z.string().default(""),
  styles: z.array(z.object({ name: z.string(), id: z.int(), type: z.string().default("talk") })),
});
export type VoicevoxSpeaker = z.output<typeof speakerSchema>;

const wordSchema = z.object({ surface: z.string(), pronunciation: z.string() });
export type VoicevoxWord = z.output<typeof wordSchema>;

/** The HTTP API of VOICEVOX engine, and of those that speak it too. */
export interface VoicevoxClient {
  version(signal: AbortSignal): Promise<string>;
  speakers(signal: AbortSignal): Promise<VoicevoxSpeaker[]>;
  words(signal: AbortSignal): Promise<VoicevoxWord[]>;
  addWord(word: VoicevoxWord & { accent_type: number }, signal: AbortSignal): Promise<void>;
  query(text: string, styleId: number, signal: AbortSignal): Promise<AudioQuery>;
  synthesize(query: AudioQuery, styleId: number, signal: AbortSignal): Promise<Uint8Array>;
}

export function createVoicevoxClient({
  baseUrl = "http://127.0.0.1:50021",
  fetch: reach,
  timeoutMs = 120_000,
}: VoicevoxSettings): VoicevoxClient {
  const base = baseUrl.replace(/\/$/, "");

  async function call<T>(
    request: { path: string; method?: "POST"; query?: Record<string, string>; body?: unknown },
    signal: AbortSignal,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const context = { apiKey: "", fetch: reach, signal, pollTimeoutMs: timeoutMs };
    const url = `${base}${request.path}?${new URLSearchParams(request.query).toString()}`;
    const headers = { "content-type": "application/json" };
    try {
      return await callProvider({ provider: "voicevox", phase: "poll", context, read: readAnswer }, async (fetch) =>
        read(
          await fetch(url, { method: request.method ?? "GET", headers, body: JSON.stringify(request.body) ?? null }),
        ),
      );
    } catch (error) {
      if (isUnreachable(error)) throw notThere(base, error);
      if (error instanceof ProviderError && error.code === "provider_timeout") throw tooSlow(error);
      throw isNoEngine(error) ? noEngine(base, error) : error;
    }
  }

  return {
    version: (signal) => call({ path: "/version" }, signal, async (answer) => z.string().parse(await answer.json())),
    speakers: (signal) =>
      call({ path: "/speakers" }, signal, async (answer) => z.array(speakerSchema).parse(await answer.json())),
    words: (signal) =>
      call({ path: "/user_dict" }, signal, async (answer) =>
        Object.values(z.record(z.string(), wordSchema).parse(await answer.json())),
      ),
    addWord: ({ surface, pronunciation, accent_type: accent }, signal) =>
      call(
        {
          path: "/user_dict_word",
          method: "POST",
          query: { surface, pronunciation, accent_type: String(accent), word_type: "PROPER_NOUN", priority: "8" },
        },
        signal,
        async () => {},
      ),
    query: (text, styleId, signal) =>
      call(
        { path: "/audio_query", method: "POST", query: { text, speaker: String(styleId) } },
        signal,
        async (answer) => audioQuerySchema.parse(await answer.json()),
      ),
    synthesize: (query, styleId, signal) =>
      call(
        { path: "/synthesis", method: "POST", query: { speaker: String(styleId) }, body: query },
        signal,
        async (answer) => new Uint8Array(await answer.arrayBuffer()),
      ),
  };
}

const refusalSchema = z.object({ detail: z.union([z.string(), z.array(z.object({ msg: z.string() }))]) });

/** FastAPI's `{ "detail": … }`. A request that it refuses it refuses the next time too. */
function readAnswer({ status, body }: RefusedAnswer) {
  const parsed = refusalSchema.safeParse(body);
  const detail = parsed.success ? parsed.data.detail : null;
  const reason = typeof detail === "string" || detail === null ? detail : detail.map(({ msg }) => msg).join("; ");
  return status >= 400 && status < 500 ? ({ reason, code: "provider_failed" } as const) : { reason };
}

function isUnreachable(error: unknown): error is ProviderError {
  return error instanceof ProviderError && error.code === "provider_unavailable" && error.status === null;
}

/** An engine knows all paths that it is asked for, and answers about itself with JSON. */
function isNoEngine(error: unknown): error is ProviderError {
  return error instanceof ProviderError && (error.status === 404 || error.code === "result_unusable");
}

function noEngine(base: string, cause: ProviderError): ProviderError {
  return new ProviderError("voicevox", "result_unusable", `What answers at ${base} is no VOICEVOX engine.`, {
    hint: "Check `base_url` of `voicevox`: an engine's own is http://127.0.0.1:50021.",
    cause,
  });
}

function tooSlow(cause: ProviderError): ProviderError {
  return new ProviderError("voicevox", "provider_timeout", cause.message, {
    hint: "See whether it is at work, or give it more time: `timeout_seconds` of `voicevox` in proxx.yaml.",
    cause,
  });
}

function notThere(base: string, cause: ProviderError): ProviderError {
  return new ProviderError("voicevox", "provider_unavailable", `No VOICEVOX engine answers at ${base}.`, {
    hint: "Start it (`docker run -p 127.0.0.1:50021:50021 voicevox/voicevox_engine:cpu-latest`), or take another voice.",
    cause,
  });
}
