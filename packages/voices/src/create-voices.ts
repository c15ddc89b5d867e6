import { availableParallelism } from "node:os";
import { didYouMean, ProxxError } from "@proxx/contract";
import type { MediaTools } from "@proxx/media";
import { createEspeakThreads, type Providers } from "@proxx/providers";
import { createEspeakVoice } from "./espeak/espeak-voice.ts";
import { listEspeakVoices } from "./espeak/list-espeak-voices.ts";
import { openJapaneseAnalyser, type JapaneseAnalyser } from "./reading/japanese-analyser.ts";
import { createSpeechModelVoice, type SpeechProvider } from "./speech-model/speech-model-voice.ts";
import { createRecording } from "./recorded/recording.ts";
import type { VoiceList } from "./listed-voice.ts";
import { defaultVoice, installedVoices, type NeuralVoices } from "./neural/installed-voices.ts";
import { listNeuralVoices } from "./neural/list-neural-voices.ts";
import { createNeuralVoice } from "./neural/neural-voice.ts";
import { createSherpaSpeakers } from "./neural/sherpa/sherpa-speakers.ts";
import { voiceVersions } from "./voice-versions.ts";
import type { Voice } from "./voice.ts";
import type { NeuralVoice } from "./neural/neural-voices.ts";
import type { VoicevoxSettings } from "./voicevox/voicevox-client.ts";
import { listVoicevoxVoices } from "./voicevox/list-voicevox-voices.ts";
import { createVoicevoxEngine } from "./voicevox/voicevox-engine.ts";
import { createVoicevoxVoice } from "./voicevox/voicevox-voice.ts";

export interface CreateVoicesOptions {
  tools: MediaTools;
  /**
   * The voice of each language where none is named, by its primary tag; `*` is for all others.
   * @default the last that was added for it, else espeak-ng's
   */
  defaults?: Readonly<Record<string, string>> | undefined;
  /** Whose speech models speak. @default nobody's */
  providers?: Providers | undefined;
  /** Where a VOICEVOX engine is. @default none: its voices are refused */
  voicevox?: VoicevoxSettings | undefined;
  /** Where voices that were added lie. @default nowhere: they are refused */
  neural?: NeuralVoices | undefined;
  /** Where to look for programs, as in PATH. @default nowhere: what is installed with Proxx */
  searchPath?: string | undefined;
}

export interface Voices {
  /** The voice of that name, or the language's own. */
  open(name: string | undefined, language: string): Voice;
  /** What somebody has spoken into a file. */
  openRecording(path: string): Voice;
  /** The voices that can be named here. ElevenLabs' and others of models are many, and listed where they are sold. */
  list(signal: AbortSignal): Promise<VoiceList>;
  /** What speaks, with its version: of another one the same text sounds otherwise. */
  versions(): Promise<Record<string, string>>;
}

/**
 * All that speaks, by name.
 *
 * @example
 * const voices = createVoices({ tools });
 * const line = await voices.open("espeak:en-gb", "en").prepare({ text: "Hello", language: "en" }, { signal });
 * const { samples, words } = await line.speak();
 */
export function createVoices(options: CreateVoicesOptions): Voices {
  const { tools, defaults = {}, providers, voicevox, neural, searchPath } = options;
  let analyser: Promise<JapaneseAnalyser | null> | null = null;
  const openAnalyser = () => (analyser ??= openJapaneseAnalyser());

  const threads = createEspeakThreads({ mostIdle: availableParallelism() });
  const voicevoxEngine = voicevox === undefined ? null : createVoicevoxEngine(voicevox);

  const speakers = createSherpaSpeakers();
  const added = (engine: NeuralVoice["engine"]) => (voice: string | undefined) => {
    if (neural === undefined) throw notSettled(engine, "Say where voices lie that were added.");
    return createNeuralVoice({ ...neural, name: voice === undefined ? engine : `${engine}:${voice}`, speakers });
  };

  const speechModel = (provider: SpeechProvider) => (name: string | undefined) => {
    if (providers === undefined) throw notSettled(provider, "Give its API key.");
    return createSpeechModelVoice({ provider, name, providers, tools, openAnalyser });
  };

  const engines: Readonly<Record<string, (name: string | undefined) => Voice>> = {
    espeak: (voice) => createEspeakVoice({ voice, searchPath, threads, openAnalyser }),
    voicevox: (voice) => {
      if (voicevoxEngine === null) throw notSettled("VOICEVOX", "Say where its engine is.");
      return createVoicevoxVoice({ engine: voicevoxEngine, voice, tools, openAnalyser });
    },
    piper: added("piper"),
    kokoro: added("kokoro"),
    openai: speechModel("openai"),
    elevenlabs: speechModel("elevenlabs"),
  };

  const addedFor = (language: string) =>
    neural === undefined ? undefined : defaultVoice(installedVoices(neural), language)?.voice.name;

  return {
    open(given, language) {
      const name = given ?? defaults[primaryOf(language)] ?? defaults["*"] ?? addedFor(language) ?? "espeak";
      const [engine = "", ...rest] = name.split(":");
      const open = Object.hasOwn(engines, engine) ? engines[engine] : undefined;
      if (open === undefined) throw unknownEngine(name, engine, Object.keys(engines));
      return open(rest.length === 0 ? undefined : rest.join(":"));
    },
    openRecording: (path) => createRecording({ path, tools }),
    versions: () => voiceVersions(searchPath, { voicevox: voicevoxEngine, neural }),
    async list(signal) {
      const engines = ["added", "espeak", "voicevox"];
      const asked = [
        Promise.resolve(neural === undefined ? [] : listNeuralVoices(neural)),
        listEspeakVoices(searchPath, signal),
        voicevoxEngine === null ? Promise.resolve([]) : listVoicevoxVoices(voicevoxEngine, signal),
      ];
      const list: VoiceList = { voices: [], silent: [] };
      for (const [index, answer] of (await Promise.allSettled(asked)).entries()) {
        if (answer.status === "fulfilled") {
          list.voices.push(...answer.value);
          continue;
        }
        const error: unknown = answer.reason;
        if (signal.aborted || !(error instanceof ProxxError)) throw error;
        list.silent.push({ engine: engines[index] ?? "", why: error.message });
      }
      return list;
    },
  };
}

function primaryOf(language: string): string {
  return language.toLowerCase().split("-")[0] ?? language;
}

function notSettled(what: string, hint: string): ProxxError {
  return new ProxxError("media_unsupported", `Nothing here is set up to speak with ${what}.`, { hint });
}

function unknownEngine(name: string, engine: string, engines: readonly string[]): ProxxError {
  return new ProxxError("media_unsupported", `There is no voice \`${name}\`.`, {
    hint: `${didYouMean(engine, engines)}Name one of ${engines.join(", ")}, such as \`espeak:en-gb\`.`,
  });
}
