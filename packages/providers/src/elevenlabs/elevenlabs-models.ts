import { z } from "zod";
import { media, text, type ModelEntry } from "../models/model-entry.ts";
import type { ModelTable } from "../models/model-table.ts";
import { primaryLanguage } from "../models/language-name.ts";

const SPEECH: ModelEntry = {
  tasks: ["speech"],
  fields: z.object({
    text,
    voice_id: z.string().regex(/^[\w-]{1,64}$/, { error: "is the id of a voice" }),
    language_code: z.string().min(2).max(3).optional(),
    voice_settings: z
      .strictObject({
        stability: z.number().min(0).max(1).optional(),
        similarity_boost: z.number().min(0).max(1).optional(),
        style: z.number().min(0).max(1).optional(),
        use_speaker_boost: z.boolean().optional(),
        speed: z.number().min(0.7).max(1.2).optional(),
      })
      .optional(),
    seed: z.int().min(0).max(4_294_967_295).optional(),
    previous_text: z.string().optional(),
    next_text: z.string().optional(),
    apply_text_normalization: z.enum(["auto", "on", "off"]).optional(),
    output_format: z
      .string()
      .regex(/^(mp3|pcm|wav|opus|ulaw|alaw)_\d+(_\d+)?$/, { error: "is a format such as mp3_44100_128" })
      .optional(),
  }),
  names: {
    text: "text",
    voice: "voice_id",
    language: { field: "language_code", say: primaryLanguage },
    seed: "seed",
    speed: { field: "voice_settings", say: (speed) => ({ speed }) },
    outputFormat: {
      field: "output_format",
      words: { mp3: "mp3_44100_128", wav: "wav_44100", pcm: "pcm_44100", opus: "opus_48000_128" },
    },
  },
  defaults: { output_format: "mp3_44100_128" },
};

/** The multilingual model hears the language in the text and refuses to be told one. */
const MULTILINGUAL: ModelEntry = {
  ...SPEECH,
  fields: SPEECH.fields.omit({ language_code: true }),
  names: { ...SPEECH.names, language: undefined },
};

const SCRIBE: ModelEntry = {
  tasks: ["transcription"],
  fields: z.object({
    file: z.union([media("audio"), media("video")]),
    language_code: z.string().min(2).max(3).optional(),
    timestamps_granularity: z.enum(["none", "word", "character"]).optional(),
    tag_audio_events: z.boolean().optional(),
    diarize: z.boolean().optional(),
    num_speakers: z.int().min(1).max(32).optional(),
    temperature: z.number().min(0).max(2).optional(),
    seed: z.int().min(0).optional(),
  }),
  names: { audio: "file", video: "file", language: { field: "language_code", say: primaryLanguage }, seed: "seed" },
  defaults: { timestamps_granularity: "word", tag_audio_events: false },
};

export const ELEVENLABS_MODELS: ModelTable = {
  idPattern: /^\w+$/,
  idExample: "eleven_multilingual_v2",
  usual: ({ task }) => (task === "transcription" ? SCRIBE : SPEECH),
  known: {
    eleven_turbo_v2_5: SPEECH,
    eleven_flash_v2_5: SPEECH,
    eleven_multilingual_v2: MULTILINGUAL,
    eleven_v3: SPEECH,
    scribe_v1: SCRIBE,
    scribe_v2: SCRIBE,
  },
};
