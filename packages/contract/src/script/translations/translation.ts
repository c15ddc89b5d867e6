import { z } from "zod";
import { language } from "../../operation/parameter-types.ts";
import { voiceChoiceSchema } from "../voice-choice.ts";

/** Something in other languages, by their tags. */
function byLanguage<Schema extends z.ZodType>(translation: Schema) {
  return z
    .record(language(), translation)
    .optional()
    .meta({ description: "In other languages, by their tags, such as `ja`" });
}

const leaf = () => z.union([z.string().max(1000), z.number(), z.null()]);
const list = () => z.array(leaf()).max(400);
const fields = () => z.record(z.string().max(40), z.union([leaf(), list()]));

/** Of a slide its words alone, where they stand in it: what is left out, or null, is as in the slide. */
export const slideWordsSchema = z
  .record(z.string().max(40), z.union([leaf(), z.array(z.union([leaf(), list(), fields()])).max(400), fields()]))
  .meta({ description: "The words of the slide, where they stand in it; what is left out or null is as it is there" });

export type SlideWords = z.output<typeof slideWordsSchema>;

export const scriptTranslations = () =>
  byLanguage(
    z.strictObject({
      title: z.string().min(1).max(200).optional(),
      description: z.string().min(1).max(5000).optional(),
    }),
  );

export const sectionTranslations = () =>
  byLanguage(z.strictObject({ title: z.string().min(1).max(200).optional(), slide: slideWordsSchema.optional() }));

export const narrationTranslations = () =>
  byLanguage(
    z.strictObject({
      text: z.string().min(1).max(2000),
      reading: z.string().min(1).max(4000).optional(),
      voice: voiceChoiceSchema.optional().meta({ description: "For this line alone" }),
      audio: z
        .string()
        .min(1)
        .max(1024)
        .optional()
        .meta({ description: "A recording of the line in this language, relative to the script" }),
    }),
  );

export const personaTranslations = () =>
  byLanguage(z.strictObject({ name: z.string().min(1).max(100).optional(), voice: voiceChoiceSchema.optional() }));
