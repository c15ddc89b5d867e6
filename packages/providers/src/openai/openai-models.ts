import { z } from "zod";
import { carriedMedia, text, type ModelEntry } from "../models/model-entry.ts";
import type { ModelTable } from "../models/model-table.ts";
import { primaryLanguage } from "../models/language-name.ts";

const OUTPUT_FORMAT = { field: "output_format", words: { jpg: "jpeg", jpeg: "jpeg", png: "png", webp: "webp" } };

const GPT_IMAGE: ModelEntry = {
  tasks: ["image"],
  fields: z.object({
    prompt: text.max(32_000),
    image: z.array(carriedMedia("image")).max(16).optional(),
    size: z.enum(["auto", "1024x1024", "1536x1024", "1024x1536"]).optional(),
    quality: z.enum(["auto", "low", "medium", "high"]).optional(),
    background: z.enum(["auto", "transparent", "opaque"]).optional(),
    moderation: z.enum(["auto", "low"]).optional(),
    output_format: z.enum(["png", "jpeg", "webp"]).optional(),
    output_compression: z.int().min(0).max(100).optional(),
    input_fidelity: z.enum(["low", "high"]).optional(),
    n: z.int().min(1).max(10).optional(),
  }),
  names: {
    prompt: "prompt",
    image: { field: "image", say: (value) => (Array.isArray(value) ? value : [value]) },
    aspectRatio: { field: "size", words: { "1:1": "1024x1024", "3:2": "1536x1024", "2:3": "1024x1536" } },
    count: "n",
    outputFormat: OUTPUT_FORMAT,
  },
};

const SPEECH_FORMAT = z.enum(["mp3", "opus", "aac", "flac", "wav", "pcm"]).optional();
const SPEECH_NAMES = {
  text: "input",
  voice: "voice",
  speed: "speed",
  outputFormat: "response_format",
} satisfies ModelEntry["names"];

const TTS_1: ModelEntry = {
  tasks: ["speech"],
  fields: z.object({
    input: text.max(4096),
    voice: z.enum(["alloy", "ash", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer"]),
    speed: z.number().min(0.25).max(4).optional(),
    response_format: SPEECH_FORMAT,
  }),
  names: SPEECH_NAMES,
  defaults: { voice: "alloy" },
};

const TRANSCRIBE_FIELDS = z.object({
  file: z.union([carriedMedia("audio"), carriedMedia("video")]),
  language: z.string().min(2).max(3).optional(),
  prompt: z.string().optional(),
  temperature: z.number().min(0).max(1).optional(),
});

const TRANSCRIBE_NAMES = {
  audio: "file",
  video: "file",
  language: { field: "language", say: primaryLanguage },
  prompt: "prompt",
} satisfies ModelEntry["names"];

const WORD_TIMES = { response_format: "verbose_json", timestamp_granularities: ["word"] };

/** They write down what is said, and not when: `whisper-1` is the one for captions. */
const GPT_TRANSCRIBE: ModelEntry = {
  tasks: ["transcription"],
  fields: TRANSCRIBE_FIELDS.extend({
    response_format: z.literal("json").optional(),
    include: z.array(z.literal("logprobs")).optional(),
    chunking_strategy: z.literal("auto").optional(),
  }),
  names: TRANSCRIBE_NAMES,
  defaults: { response_format: "json" },
  wordTimes: false,
};

export const OPENAI_MODELS: ModelTable = {
  // Compatible servers name models as they please: `kokoro`, `Systran/faster-whisper-small`, `sd:xl`.
  idPattern: /^[\w.:@+-]+(\/[\w.:@+-]+)*$/,
  idExample: "gpt-image-1",
  usual: ({ task }) => ({
    names: task === "image" ? { ...USUAL_NAMES, outputFormat: OUTPUT_FORMAT } : USUAL_NAMES,
    defaults: task === "transcription" ? WORD_TIMES : undefined,
  }),
  known: {
    "gpt-image-1": GPT_IMAGE,
    "gpt-image-1-mini": GPT_IMAGE,
    "gpt-4o-mini-tts": {
      tasks: ["speech"],
      fields: z.object({
        input: text.max(4096),
        voice: z.enum([
          "alloy",
          "ash",
          "ballad",
          "cedar",
          "coral",
          "echo",
          "fable",
          "marin",
          "nova",
          "onyx",
          "sage",
          "shimmer",
          "verse",
        ]),
        instructions: z.string().optional(),
        response_format: SPEECH_FORMAT,
      }),
      names: { text: "input", voice: "voice", prompt: "instructions", outputFormat: "response_format" },
      defaults: { voice: "alloy" },
    },
    "tts-1": TTS_1,
    "tts-1-hd": TTS_1,
    "whisper-1": {
      tasks: ["transcription"],
      fields: TRANSCRIBE_FIELDS.extend({
        response_format: z.literal("verbose_json").optional(),
        timestamp_granularities: z.array(z.enum(["word", "segment"])).optional(),
      }),
      names: TRANSCRIBE_NAMES,
      defaults: WORD_TIMES,
    },
    "gpt-4o-transcribe": GPT_TRANSCRIBE,
    "gpt-4o-mini-transcribe": GPT_TRANSCRIBE,
  },
};

/** The models of compatible servers follow OpenAI's field names where they have the field at all. */
const USUAL_NAMES: ModelEntry["names"] = {
  ...TRANSCRIBE_NAMES,
  ...SPEECH_NAMES,
  negativePrompt: "negative_prompt",
  aspectRatio: "aspect_ratio",
  resolution: "size",
  seed: "seed",
  image: { field: "image", say: (value) => (Array.isArray(value) ? value : [value]) },
  count: "n",
};
