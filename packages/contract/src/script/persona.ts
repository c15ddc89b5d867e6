import { z } from "zod";

export const SCRIPT_ID_PATTERN = /^[A-Za-z0-9][\w-]{0,63}$/;

export const scriptIdSchema = z
  .string()
  .regex(SCRIPT_ID_PATTERN, "Expected a letter or digit, then up to 63 letters, digits, `_` or `-`");

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

const picture = () => z.string().min(1).max(1024);

export const personaSchema = z.strictObject({
  id: scriptIdSchema,
  name: z.string().min(1).max(100),
  role: z
    .string()
    .min(1)
    .max(400)
    .optional()
    .meta({ description: "What this person does in the talk, for the writer" }),
  voice: voiceChoiceSchema.optional(),
  side: z.enum(["left", "right"]).optional(),
  avatar: z
    .union([picture(), z.strictObject({ closed: picture(), open: picture() })])
    .optional()
    .meta({
      description: "A picture, or two: with the mouth `closed` and `open`; a face is drawn where there is none",
    }),
});

export type VoiceChoice = z.output<typeof voiceChoiceSchema>;
export type Persona = z.output<typeof personaSchema>;
