import { z } from "zod";

// Every key is there and optional ones may be null, no lengths, `anyOf` and not `oneOf`: what strict structured output takes.
const list = () => z.array(z.string());
const slide = z.union([
  z.strictObject({ layout: z.literal("title"), title: z.string(), subtitle: z.string().nullable() }),
  z.strictObject({ layout: z.literal("section"), title: z.string() }),
  z.strictObject({ layout: z.literal("bullets"), title: z.string(), items: list() }),
  z.strictObject({ layout: z.literal("statement"), text: z.string(), emphasis: z.string().nullable() }),
  z.strictObject({ layout: z.literal("quote"), text: z.string(), name: z.string().nullable() }),
  z.strictObject({ layout: z.literal("code"), title: z.string(), code: z.string(), language: z.string().nullable() }),
  z.strictObject({ layout: z.literal("table"), title: z.string(), columns: list(), rows: z.array(list()) }),
  z.strictObject({
    layout: z.literal("bar-chart"),
    title: z.string(),
    unit: z.string().nullable(),
    bars: z.array(z.strictObject({ label: z.string(), value: z.number() })),
  }),
  z.strictObject({
    layout: z.literal("line-chart"),
    title: z.string(),
    unit: z.string().nullable(),
    labels: list(),
    lines: z.array(z.strictObject({ name: z.string(), values: z.array(z.number()) })),
  }),
  z.strictObject({
    layout: z.literal("comparison"),
    title: z.string(),
    left: z.strictObject({ title: z.string(), items: list() }),
    right: z.strictObject({ title: z.string(), items: list() }),
  }),
]);

/** What a model is asked to write. It becomes a script by `toScriptDocument`, which adds what is known without a model. */
export const modelScriptSchema = z.strictObject({
  title: z.string(),
  description: z.string(),
  sections: z.array(
    z.strictObject({
      title: z.string(),
      slide,
      image: z.number().nullable().meta({ description: "Number of the picture of the source that shows it, or null" }),
      slide_prompt: z.string().nullable().meta({ description: "What an image model should draw, or null" }),
      lines: z.array(
        z.strictObject({
          text: z.string(),
          persona: z.string().nullable().meta({ description: "Id of the persona who says it, or null" }),
          reading: z.string().nullable().meta({ description: "Japanese: the whole line in katakana; else null" }),
          item: z.number().nullable().meta({ description: "The bullet or bar spoken of, from 1, or null" }),
        }),
      ),
    }),
  ),
  pronunciations: z.array(z.strictObject({ word: z.string(), reading: z.string() })),
});

export type ModelScript = z.output<typeof modelScriptSchema>;
