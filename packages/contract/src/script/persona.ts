import { z } from "zod";
import { personaTranslations } from "./translations/translation.ts";
import { voiceChoiceSchema } from "./voice-choice.ts";

export const SCRIPT_ID_PATTERN = /^[A-Za-z0-9][\w-]{0,63}$/;

export const scriptIdSchema = z
  .string()
  .regex(SCRIPT_ID_PATTERN, "Expected a letter or digit, then up to 63 letters, digits, `_` or `-`");

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
  translations: personaTranslations(),
  avatar: z
    .union([picture(), z.strictObject({ closed: picture(), open: picture() })])
    .optional()
    .meta({
      description: "A picture, or two: with the mouth `closed` and `open`; a face is drawn where there is none",
    }),
});

export type Persona = z.output<typeof personaSchema>;
