import { z } from "zod";

const voiceName = () =>
  z
    .string()
    .min(1)
    .max(200)
    .meta({ description: "Engine and voice, such as `espeak:en-gb` or `voicevox:3`; `proxx movie voices` lists them" });

/** Who says it, and how: a name alone, or a name with a manner. */
export const voiceChoiceSchema = z.union([
  voiceName(),
  z.strictObject({
    voice: voiceName(),
    speed: z.number().min(0.25).max(4).optional().meta({ description: "1 is the voice's own" }),
    pitch: z.number().min(-24).max(24).optional().meta({ description: "Semitones up or down" }),
    style: z.string().min(1).max(100).optional(),
  }),
]);

export type VoiceChoice = z.output<typeof voiceChoiceSchema>;
