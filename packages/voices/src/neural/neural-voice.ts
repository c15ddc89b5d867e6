import { availableParallelism } from "node:os";
import { join } from "node:path";
import { didYouMean, ProxxError } from "@proxx/contract";
import type { SpokenEvent } from "@proxx/providers";
import { takeReading } from "../reading/given-reading.ts";
import { readText, withoutForeignScripts } from "../reading/readable-text.ts";
import { placeSpokenWords } from "../timing/place-spoken-words.ts";
import type { Voice } from "../voice.ts";
import { installedVoices, type InstalledVoice, type NeuralVoices } from "./installed-voices.ts";
import { NEURAL_VOICES, type NeuralVoice } from "./neural-voices.ts";
import { findSherpa, noSherpa } from "./sherpa/find-sherpa.ts";
import type { SherpaSpeakers } from "./sherpa/sherpa-speakers.ts";

export interface NeuralVoiceOptions extends NeuralVoices {
  /** As scripts name it: `piper:thorsten`, `kokoro:en/af_bella`, `kokoro:zh/45`. */
  name: string;
  speakers: SherpaSpeakers;
}

/** A voice of a neural model that was added, in a process of this machine and without a network. */
export function createNeuralVoice({ name, speakers, ...where }: NeuralVoiceOptions): Voice {
  const { voice, speaker } = findNamed(name, where.known ?? NEURAL_VOICES);
  return {
    name,
    async prepare(line, { signal }) {
      const { text, reading, language, pronunciations = [], speed = 1, pitch = 0 } = line;
      const installed = installedVoices({ ...where, known: [voice] })[0];
      if (installed === undefined) throw notAdded(voice);
      const sherpa = findSherpa(where.folder);
      if (sherpa === null) throw noSherpa(where.folder);
      const spoken =
        reading === undefined
          ? withoutForeignScripts(readText(text, language, pronunciations), voice.language)
          : takeReading(text, reading, { language, analyse: null });
      const said = spoken.text.replaceAll(/\s+/gu, " ").trim();
      if (!/[\p{L}\p{N}]/u.test(said)) throw nothingLeft(name, text);
      const unheard = [...(pitch === 0 ? [] : ["pitch"]), ...(line.style === undefined ? [] : ["style"])].map(
        (manner) => ({ text, why: `said without its \`${manner}\`: ${name} knows none` }),
      );
      return {
        ingredients: {
          engine: "sherpa-onnx",
          version: sherpa.version,
          model: voice.sha256,
          speaker,
          text: said,
          written: text,
          language,
          speed,
        },
        unsaid: [...spoken.unsaid, ...unheard],
        async speak() {
          const model = { name: voice.name, module: sherpa.module, config: configOf(installed) };
          const { samples, sampleRate, starts } = await speakers.speak(model, { text: said, speaker, speed }, signal);
          if (samples.length === 0) throw nothingLeft(name, text);
          const sentences = sentenceEvents(spoken.text, voice.language, starts, sampleRate);
          const { words } = placeSpokenWords(line, spoken, sentences, samples.length / sampleRate);
          // Of the words within a sentence nothing is known.
          return { samples, sampleRate, words, timing: "estimated" };
        },
      };
    },
  };
}

/** Where each sentence begins, and when it is said; nothing where the model parts the text in another way than we do. */
function sentenceEvents(text: string, language: string, starts: readonly number[], sampleRate: number): SpokenEvent[] {
  const sentences = [...new Intl.Segmenter(language, { granularity: "sentence" }).segment(text)].flatMap(
    ({ index, segment }) => {
      const first = segment.search(/[\p{L}\p{N}]/u);
      return first === -1 ? [] : [index + first];
    },
  );
  if (sentences.length !== starts.length) return [];
  return sentences.map((at, number) => ({ at, seconds: (starts[number] ?? 0) / sampleRate }));
}

/** As `new OfflineTts(…)` takes it. */
function configOf({ voice, folder }: InstalledVoice): object {
  const files = {
    model: join(folder, voice.model),
    tokens: join(folder, "tokens.txt"),
    dataDir: join(folder, "espeak-ng-data"),
  };
  const listed = (names: readonly string[] = []) => names.map((name) => join(folder, name)).join(",");
  const lexicon = listed(voice.lexicons);
  const ruleFsts = listed(voice.rules);
  const kokoro = { ...files, voices: join(folder, "voices.bin"), ...(lexicon === "" ? {} : { lexicon }) };
  return {
    model: {
      ...(voice.engine === "kokoro" ? { kokoro } : { vits: files }),
      numThreads: availableParallelism(),
      provider: "cpu",
      debug: false,
    },
    maxNumSentences: 1,
    ...(ruleFsts === "" ? {} : { ruleFsts }),
  };
}

function findNamed(name: string, known: readonly NeuralVoice[]): { voice: NeuralVoice; speaker: number } {
  const [base = "", person] = name.split("/");
  const voice = known.find((one) => one.name === base);
  if (voice === undefined) {
    const names = known.map((one) => one.name);
    throw new ProxxError("media_unsupported", `There is no voice \`${name}\`.`, {
      hint: `${didYouMean(base, names)}\`proxx voices\` lists them, such as \`${names[0] ?? ""}\`.`,
    });
  }
  const { names, count, first } = voice.speakers ?? { names: [], count: 1, first: 0 };
  if (person === undefined) return { voice, speaker: first };
  const speaker = /^\d+$/.test(person) ? Number(person) : names.indexOf(person);
  if (speaker < 0 || speaker >= count) {
    const numbers = `a number from 0 to ${count - 1}`;
    throw new ProxxError("media_unsupported", `${base} has no speaker \`${person}\`.`, {
      hint:
        names.length === 0
          ? `Name ${numbers}.`
          : `${didYouMean(person, names)}Name ${numbers}, or ${names.join(", ")}.`,
    });
  }
  return { voice, speaker };
}

function notAdded({ name, bytes, licence }: NeuralVoice): ProxxError {
  return new ProxxError("tool_missing", `The voice ${name} was not added yet.`, {
    hint: `Run \`proxx voices add ${name}\` once (${Math.round(bytes / 1e6)} MB, ${licence}).`,
  });
}

function nothingLeft(name: string, text: string): ProxxError {
  return new ProxxError("text_missing", `${name} can say nothing of \`${text}\`.`, {
    hint: "Give a `reading`, or take a voice of the text's language.",
  });
}
