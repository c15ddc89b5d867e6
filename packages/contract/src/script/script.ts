import { z } from "zod";
import { language } from "../operation/parameter-types.ts";
import { personaSchema, scriptIdSchema } from "./persona.ts";
import { slideSchema } from "./slide.ts";
import { narrationTranslations, scriptTranslations, sectionTranslations } from "./translations/translation.ts";
import { voiceChoiceSchema } from "./voice-choice.ts";

const path = () => z.string().min(1).max(1024);
const address = () => z.url({ protocol: /^https?$/, error: "Expected an http or https URL" }).max(2048);

const scriptSourceSchema = z.strictObject({
  url: address().optional(),
  path: path().optional(),
  title: z.string().min(1).max(400).optional(),
  author: z.string().min(1).max(400).optional(),
  accessed_at: z.iso.datetime().optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .meta({ description: "Of a text that has no place: by what it is known again" }),
});

const spanSchema = z.strictObject({
  source: z.int().min(0).meta({ description: "Which of the script's sources, the first being 0" }),
  start: z.int().min(0).meta({ description: "Where it begins in the source's text, in UTF-16 units" }),
  end: z.int().min(0),
});

const narrationSchema = z.strictObject({
  id: scriptIdSchema.optional().meta({ description: "Made of the text where it is absent" }),
  text: z.string().min(1).max(2000).meta({ description: "What is said, and shown as subtitle" }),
  reading: z.string().min(1).max(4000).optional().meta({ description: "How the text is said: kana for Japanese" }),
  persona_id: scriptIdSchema.optional(),
  voice: voiceChoiceSchema.optional().meta({ description: "For this line alone" }),
  audio: path().optional().meta({ description: "A recording of the line, relative to the script" }),
  pause_after_seconds: z.number().min(0).max(60).optional(),
  item: z
    .int()
    .min(1)
    .optional()
    .meta({ description: "Which bullet, bar or row of the slide the line speaks of, the first being 1" }),
  source: spanSchema.optional(),
  translations: narrationTranslations(),
});

const backgroundSchema = z.strictObject({
  type: z.enum(["image", "video"]),
  path: path(),
  fit: z.enum(["cover", "contain"]).optional().meta({ description: "`cover` (the default) fills the frame" }),
  zoom: z.boolean().optional().meta({ description: "A picture is zoomed slowly; default false" }),
});

export const sectionSchema = z.strictObject({
  id: scriptIdSchema.optional().meta({ description: "Made of the title where it is absent" }),
  title: z.string().min(1).max(200),
  slide: slideSchema.optional().meta({ description: "Chosen from title and narration where it is absent" }),
  slide_prompt: z.string().min(1).max(4000).optional().meta({ description: "What an image model is asked for" }),
  source_image_url: address().optional().meta({ description: "A picture of the source that shows what is spoken of" }),
  image_credit: z.string().min(1).max(300).optional(),
  background: backgroundSchema.optional().meta({
    description: "What the slide stands on, darkened so that its words can be read; a film begins again at its end",
  }),
  seconds: z.number().min(0.5).max(600).optional().meta({ description: "Shown for at least as long" }),
  translations: sectionTranslations(),
  narrations: z.array(narrationSchema).max(1000).default([]),
});

export const scriptSchema = z
  .strictObject({
    title: z.string().min(1).max(200),
    description: z.string().min(1).max(5000).optional(),
    language: language().default("en"),
    sources: z.array(scriptSourceSchema).max(100).optional(),
    personas: z.array(personaSchema).max(20).optional(),
    pronunciations: z
      .array(
        z.strictObject({
          word: z.string().min(1).max(100),
          reading: z.string().min(1).max(200),
          language: language().optional(),
        }),
      )
      .max(2000)
      .optional(),
    intro: z.boolean().optional().meta({ description: "A title card before the first section; else as configured" }),
    outro: z
      .boolean()
      .optional()
      .meta({ description: "Sources and credits behind the last section; else as configured" }),
    translations: scriptTranslations(),
    sections: z.array(sectionSchema).min(1).max(500),
  })
  .meta({ title: "Script", description: "What a movie says and shows, section by section" });

/** What a person or a program writes. */
export type ScriptDocument = z.input<typeof scriptSchema>;
/** The same once read: whoever has none has been given an id. */
export type Script = Omit<z.output<typeof scriptSchema>, "sections"> & { sections: Section[] };
export type Section = Omit<z.output<typeof sectionSchema>, "id" | "narrations"> & {
  id: string;
  narrations: Narration[];
};
export type SectionBackground = z.output<typeof backgroundSchema>;
export type Narration = z.output<typeof narrationSchema> & { id: string };
/** Where in which source something stands. */
export type SourceSpan = z.output<typeof spanSchema>;
