import { join } from "node:path";
import { defineOperation, ProxxError, Source, type Input, type Issue } from "@proxx/contract";
import { findEspeak, speak } from "@proxx/providers";
import type { z } from "zod";
import type { OperationResources } from "../operation-resources.ts";
import { modelOrStandIn } from "../ask-model/model-or-stand-in.ts";
import type { ModelWork } from "../ask-model/model-work.ts";
import { generateAudio } from "./signature.ts";

/** Raised when the same text begins to be spoken in another way. */
const VOICE = "2";
const STOOD_IN = {
  code: "synthetic_voice_instead_of_model",
  message: "No model speaks this text: espeak-ng does instead.",
  hint: 'Name a model and its `voice`, such as `elevenlabs("eleven_multilingual_v2")`, and give its provider\'s key.',
} as const;

export function createGenerateAudio(resources: OperationResources) {
  const ways = modelOrStandIn(resources, {
    task: "speech",
    work: workOf,
    standIn: {
      name: "espeak-ng",
      degradation: STOOD_IN,
      build: () => ({ voice: VOICE, espeak: findEspeak(resources.searchPath)?.name ?? "none" }),
    },
  });
  return defineOperation({
    signature: generateAudio.signature,
    version: 1,
    alwaysMakesFiles: true,
    check(params, context) {
      const issues = ways.check(params, context);
      if (ways.modelOf(params) !== null) return [...issues, ...bareSoundIssues(params)];
      if (issues.length > 0 || findEspeak(resources.searchPath) !== null) return issues;
      return [{ path: "$", code: "tool_missing", message: "There is no espeak-ng to speak with.", hint: ESPEAK_HINT }];
    },
    approach: ways.approach,
    knowsWords: () => true,
    async run(params, context) {
      const text = textOf(params.text);
      const model = ways.modelOf(params);
      if (model !== null) {
        const { files, transcript } = await ways.askModel(params, model, context);
        const language = params.language ?? null;
        return { files, transcript: { words: transcript?.words ?? [], text, language } };
      }
      const path = join(context.workDir, "speech.wav");
      const { transcript, wordTiming } = await speak({
        text,
        language: params.language ?? params.text.transcript?.language ?? "en",
        voice: params.voice,
        speed: params.speed ?? 1,
        path,
        signal: context.signal,
        searchPath: resources.searchPath,
      });
      const degradations = wordTiming === "estimated" ? [TIMES_ESTIMATED] : [];
      return { files: [{ path, kind: "audio", mediaType: "audio/wav" }], transcript, degradations };
    },
  });
}

const ESPEAK_HINT =
  "Install it (`apt install espeak-ng`, `npm install @echogarden/espeak-ng-emscripten`), or name a speech model.";

const TIMES_ESTIMATED = {
  code: "text_times_estimated",
  message: "This espeak-ng does not tell when it says each word: the times are spread by the words' lengths.",
  hint: "Install `@echogarden/espeak-ng-emscripten`, which does.",
} as const;

function textOf(input: Input): string {
  const text = input.transcript?.text.trim() ?? "";
  if (text !== "") return text;
  throw new ProxxError("text_missing", "There is no text to be spoken.", {
    hint: "Give `text`, or a job that knows its words, such as `transcribe()`.",
  });
}

/** Samples without a header say nowhere how they are to be read. */
function bareSoundIssues({ options = {} }: Pick<Params, "options">): Issue[] {
  return ["output_format", "response_format"].flatMap((name) => {
    const format = options[name];
    if (typeof format !== "string" || !/^(pcm|ulaw|alaw)(_|$)/.test(format)) return [];
    const message = `\`${format}\` is sound without a header, which cannot be used in a film.`;
    const hint = "Take `wav` or `mp3`, or leave it out.";
    return [{ path: `$.options.${name}`, code: "invalid_parameter", message, hint }];
  });
}

type Params = z.output<typeof generateAudio.signature.params>;
type Either = Omit<Params, "text"> & { text: Source | Input };

function workOf({ text, voice, language, speed, options }: Either): ModelWork {
  return {
    task: "speech",
    input: { text: text instanceof Source ? writtenIn(text) : textOf(text), voice, language, speed },
    options,
  };
}

/** What another job has yet to say is checked when it has. */
function writtenIn({ from }: Source): string {
  return typeof from === "string" ? from : "text";
}
