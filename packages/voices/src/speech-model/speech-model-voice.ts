import { ProxxError } from "@proxx/contract";
import type { MediaTools } from "@proxx/media";
import { checkRequest, ProviderError, type ProviderRequest, type Providers } from "@proxx/providers";
import { takeReading } from "../reading/given-reading.ts";
import type { JapaneseAnalyser } from "../reading/japanese-analyser.ts";
import { readText } from "../reading/readable-text.ts";
import type { SpokenText } from "../reading/spoken-text.ts";
import { decodeSound } from "../sound/decode-sound.ts";
import { eventsOfWords, placeSpokenWords } from "../timing/place-spoken-words.ts";
import type { Line, Unsaid, Voice } from "../voice.ts";

export interface SpeechModelOptions {
  /** Of a provider that has speech. */
  provider: SpeechProvider;
  /** `voice` or `model/voice`. */
  name: string | undefined;
  providers: Providers;
  tools: MediaTools;
  openAnalyser: () => Promise<JapaneseAnalyser | null>;
}

export type SpeechProvider = keyof typeof MODELS;

/** The model where none is named, and the voice, where its provider has one that everybody may use. */
const MODELS = {
  openai: { model: "gpt-4o-mini-tts", voice: "alloy", format: "wav" },
  elevenlabs: { model: "eleven_multilingual_v2", voice: undefined, format: "mp3" },
} as const;

/** A voice of a speech model at a provider, or of a server of one's own that speaks OpenAI's API. */
export function createSpeechModelVoice(options: SpeechModelOptions): Voice {
  const { provider, name, providers, tools, openAnalyser } = options;
  const { model, voice } = settled(provider, name);
  return {
    name: name === undefined ? provider : `${provider}:${name}`,
    async prepare(line, { signal }) {
      const { speed = 1, pitch = 0, style } = line;
      const spoken = await spokenAs(line, openAnalyser);
      const request: ProviderRequest = {
        task: "speech",
        model,
        input: {
          text: spoken.text,
          voice,
          speed: speed === 1 ? undefined : speed,
          prompt: style,
          outputFormat: MODELS[provider].format,
        },
        options: {},
      };
      const unheard = unheardParameters(providers, provider, request);
      const input = Object.fromEntries(Object.entries(request.input).filter(([name]) => !unheard.includes(name)));
      const lost = pitch === 0 ? unheard : [...unheard, "pitch"];
      const baseUrl = providers.access(provider)?.baseUrl ?? null;
      return {
        ingredients: { engine: provider, baseUrl, model, input, text: line.text, language: line.language },
        unsaid: [...spoken.unsaid, ...lost.map((name) => lostManner(line, name, model))],
        async speak() {
          const [result] = await providers.run(provider, { ...request, input }, { signal });
          if (result?.kind !== "bytes") throw noSound(provider);
          const sound = await decodeSound(result.data, { shown: `What ${provider} answered`, tools, signal });
          const events = eventsOfWords(spoken.text, result.words ?? []);
          return { ...sound, ...placeSpokenWords(line, spoken, events, sound.samples.length / sound.sampleRate) };
        },
      };
    },
  };
}

function settled(provider: SpeechProvider, name: string | undefined): { model: string; voice: string } {
  const defaults = MODELS[provider];
  const parts = (name ?? "").split("/");
  const voice = parts.pop() || defaults.voice;
  if (voice === undefined) {
    throw new ProxxError("media_unsupported", `There is no voice of ${provider} for everybody.`, {
      hint: `Name one by its id, such as \`${provider}:JBFqnCBsd6RMkjVDRZzb\`.`,
    });
  }
  return { model: parts.join("/") || defaults.model, voice };
}

async function spokenAs(
  { text, reading, language, pronunciations = [] }: Line,
  openAnalyser: SpeechModelOptions["openAnalyser"],
): Promise<SpokenText> {
  if (reading === undefined) return readText(text, language, pronunciations);
  const analyse = /^ja\b/i.test(language) ? await openAnalyser() : null;
  return takeReading(text, reading, { language, analyse });
}

/** What the model has no word for, and is said without. Whatever else is wrong with the request is told before it is paid. */
function unheardParameters(providers: Providers, name: string, request: ProviderRequest): string[] {
  const provider = providers.find(name);
  if (provider === null) throw noProvider(name);
  const issues = checkRequest(provider, request);
  const wrong = issues.find(({ code }) => code !== "unsupported_parameter");
  if (wrong !== undefined) throw new ProxxError("media_unsupported", wrong.message, { hint: wrong.hint });
  return ["speed", "prompt"].filter((parameter) => issues.some(({ path }) => path.endsWith(`.${parameter}`)));
}

function lostManner({ text }: Line, parameter: string, model: string): Unsaid {
  const manner = parameter === "prompt" ? "style" : parameter;
  return { text, why: `said without its \`${manner}\`: ${model} knows none` };
}

function noProvider(name: string): ProxxError {
  return new ProxxError("media_unsupported", `There is no provider \`${name}\` here.`, { hint: "Take another voice." });
}

function noSound(provider: string): ProviderError {
  return new ProviderError(provider, "result_unusable", `${provider} answered without sound.`);
}
