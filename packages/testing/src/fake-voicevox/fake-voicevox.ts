import { wavFile } from "@proxx/media";
import {
  jsonOf,
  startFakeServer,
  type FakePhase,
  type FakeReply,
  type FakeServer,
  type Misbehaviour,
  type RecordedRequest,
} from "../fake-providers/fake-server.ts";
import { fakeQuery, type FakeQuery } from "./fake-query.ts";
import { fakeSynthesis } from "./fake-synthesis.ts";

export interface FakeVoicevoxOptions {
  /** Where it goes wrong: `submit` is a query, `result` a synthesis, `keys` its dictionary, `poll` what it says of itself. */
  misbehave?: readonly Misbehaviour[] | undefined;
  /** How it reads words, in katakana. */
  lexicon?: Readonly<Record<string, string>> | undefined;
  /** Words that somebody has put into its dictionary before. */
  words?: readonly FakeWord[] | undefined;
  /** Whether it takes words, as without `--disable_mutable_api`. @default true */
  takesWords?: boolean | undefined;
  /** @default "0.24.1" */
  version?: string | undefined;
  /** In place of every sound: what is not one, or nothing. */
  sound?: Uint8Array | undefined;
}

interface FakeWord {
  surface: string;
  pronunciation: string;
  accent_type: number;
  word_type?: string;
  priority: number;
}

export interface FakeVoicevox extends FakeServer {
  /** Its dictionary, with the surfaces in wide letters as the engine keeps them. */
  words: ReadonlyMap<string, FakeWord>;
}

const SPEAKERS = [
  {
    name: "四国めたん",
    speaker_uuid: "7ffcb7ce-00ec-4bdc-82cd-45a8889e43ff",
    version: "0.16.0",
    styles: [
      { name: "ノーマル", id: 2, type: "talk" },
      { name: "あまあま", id: 0, type: "talk" },
    ],
    supported_features: { permitted_synthesis_morphing: "SELF_ONLY" },
  },
  {
    name: "ずんだもん",
    speaker_uuid: "388f246b-8c41-4ac1-8e2d-5d79f3ff56d9",
    version: "0.16.0",
    styles: [
      { name: "ノーマル", id: 3, type: "talk" },
      { name: "ささやき", id: 22, type: "talk" },
      { name: "ノーマル", id: 3003, type: "frame_decode" },
    ],
    supported_features: { permitted_synthesis_morphing: "SELF_ONLY" },
  },
];

/** A VOICEVOX engine that keeps to the published API, and whose voices are tones. */
export async function startFakeVoicevox(options: FakeVoicevoxOptions = {}): Promise<FakeVoicevox> {
  const words = new Map<string, FakeWord>();
  for (const word of options.words ?? []) words.set(`word-${words.size + 1}`, { ...word, surface: wide(word.surface) });
  const server = await startFakeServer({ phaseOf, answer, misbehave: options.misbehave ?? [] });

  function answer(request: RecordedRequest): FakeReply {
    switch (`${request.method} ${request.path}`) {
      case "GET /version":
        return { body: options.version ?? "0.24.1" };
      case "GET /speakers":
        return { body: SPEAKERS };
      case "GET /user_dict":
        return { body: Object.fromEntries(words) };
      case "POST /user_dict_word":
        return takeWord(request.query);
      case "POST /audio_query":
        return styleOf(request) === null
          ? unknownStyle()
          : { body: fakeQuery(request.query.get("text") ?? "", lexicon()) };
      case "POST /synthesis":
        return synthesis(request);
      default:
        return { status: 404, body: { detail: "Not Found" } };
    }
  }

  function takeWord(query: URLSearchParams): FakeReply {
    if (options.takesWords === false)
      return { status: 403, body: { detail: "エンジンの静的なデータを変更するAPIは無効化されています" } };
    const word = {
      surface: wide(query.get("surface") ?? ""),
      pronunciation: query.get("pronunciation") ?? "",
      accent_type: Number(query.get("accent_type")),
      word_type: query.get("word_type") ?? "PROPER_NOUN",
      priority: Number(query.get("priority") ?? 5),
    };
    if (word.surface === "" || !/^[ァ-ヴー]+$/.test(word.pronunciation)) {
      return { status: 422, body: { detail: "パラメータに誤りがあります。" } };
    }
    const id = `word-${words.size + 1}`;
    words.set(id, word);
    return { headers: { "content-type": "application/json" }, body: id };
  }

  function synthesis(request: RecordedRequest): FakeReply {
    const style = styleOf(request);
    if (style === null) return unknownStyle();
    const upspeak = request.query.get("enable_interrogative_upspeak") !== "false";
    const query = jsonOf(request) as FakeQuery;
    const samples = fakeSynthesis(query, { upspeak, hertz: 200 + 10 * style });
    return { headers: { "content-type": "audio/wav" }, body: options.sound ?? wavFile(samples, 24_000) };
  }

  function lexicon(): Record<string, string> {
    const added = [...words.values()].map(({ surface, pronunciation }) => [surface.normalize("NFKC"), pronunciation]);
    return { ...options.lexicon, ...Object.fromEntries(added) };
  }

  return { ...server, words };
}

function phaseOf({ path }: { path: string }): FakePhase {
  if (path === "/audio_query") return "submit";
  if (path === "/synthesis") return "result";
  return path.startsWith("/user_dict") ? "keys" : "poll";
}

function styleOf({ query }: RecordedRequest): number | null {
  const id = Number(query.get("speaker") ?? Number.NaN);
  return SPEAKERS.some(({ styles }) => styles.some((style) => style.id === id && style.type === "talk")) ? id : null;
}

function unknownStyle(): FakeReply {
  return { status: 500, body: { detail: "Internal Server Error" } };
}

/** Half-width signs as full-width ones. */
function wide(text: string): string {
  return text.replaceAll(/[!-~]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0));
}
