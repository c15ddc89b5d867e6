import { z } from "zod";

const moraSchema = z.looseObject({
  text: z.string(),
  consonant: z.string().nullish(),
  consonant_length: z.number().nullish(),
  vowel: z.string(),
  vowel_length: z.number(),
  pitch: z.number(),
});

const accentPhraseSchema = z.looseObject({
  moras: z.array(moraSchema),
  pause_mora: moraSchema.nullish(),
  is_interrogative: z.boolean().optional(),
});

/** How VOICEVOX is going to say a text. What is not read here is given back to the engine as it came. */
export const audioQuerySchema = z.looseObject({
  accent_phrases: z.array(accentPhraseSchema),
  speedScale: z.number(),
  pitchScale: z.number(),
  prePhonemeLength: z.number(),
  postPhonemeLength: z.number(),
  pauseLength: z.number().nullish(),
  pauseLengthScale: z.number().optional(),
  outputSamplingRate: z.number(),
});

export type AudioQuery = z.output<typeof audioQuerySchema>;
export type Mora = z.output<typeof moraSchema>;
