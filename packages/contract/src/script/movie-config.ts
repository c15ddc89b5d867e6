import { z } from "zod";
import { SUBTITLE_STYLES } from "../movie/subtitle-style.ts";
import { language } from "../operation/parameter-types.ts";
import { personaSchema } from "./persona.ts";

const SIZE_PATTERN = /^(?:16:9|9:16|1:1|[1-9]\d{1,4}x[1-9]\d{1,4})$/;

const colour = () => z.string().regex(/^#[0-9a-f]{6}$/i, "Expected a colour such as `#14508c`");
const address = () => z.url({ protocol: /^https?$/, error: "Expected an http or https URL" }).max(2048);
const voice = () => z.string().min(1).max(200);

const path = () => z.string().min(1).max(1024);

/** A company's own look: what stands under `brand`, or in a file of its own. */
export const brandSchema = z
  .strictObject({
    bg: colour().optional(),
    text: colour().optional(),
    accent: colour().optional(),
    accent2: colour().optional(),
    family: z.enum(["inter", "ibm-plex-sans", "source-serif-4", "archivo"]).optional(),
    fonts: z
      .array(path())
      .max(8)
      .optional()
      .meta({ description: "Font files (TTF, OTF, WOFF2): the first for titles, the others for text" }),
    radius: z.number().min(0).max(64).optional(),
    logo: path().optional().meta({ description: "A picture for the corner of every slide, best an SVG" }),
    logo_on_dark: path().optional().meta({ description: "The same for dark grounds" }),
  })
  .meta({ title: "Brand", description: "Colours, fonts and logo; paths begin at the file in which they stand" });

export type BrandConfig = z.output<typeof brandSchema>;

/** A name is never a path. */
export const brandNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/i, "Expected up to 40 letters, digits or `-`, such as `acme`");

/** What `proxx.yaml` says of how movies are made. Keys of providers stand in the environment, never here. */
export const movieConfigSchema = z
  .strictObject({
    language: language().optional().meta({ description: "Default: what the source is written in" }),
    seconds: z
      .number()
      .min(20)
      .max(3600)
      .optional()
      .meta({ description: "About how long a movie is to be; default 150" }),
    writer: z
      .strictObject({
        base_url: address().meta({ description: "Of an endpoint that speaks as OpenAI does, up to `/v1`" }),
        model: z.string().min(1).max(200),
        grounded: z
          .boolean()
          .optional()
          .meta({ description: "Refuse numbers, dates and names that the source has not" }),
        timeout_seconds: z.number().min(1).max(3600).optional().meta({ description: "For one answer; default 180" }),
      })
      .optional()
      .meta({ description: "The model that writes the script; without one it is put together out of the source" }),
    pictures: z
      .strictObject({
        model: z
          .string()
          .regex(/^[\w-]+:\S+$/, "Expected provider and model, such as `openai:gpt-image-1`")
          .max(200)
          .meta({ description: "Provider and model, such as `openai:gpt-image-1`" }),
        style: z.string().min(1).max(1000).optional().meta({ description: "Said with every `slide_prompt`" }),
      })
      .optional()
      .meta({ description: "The model that draws what a section's `slide_prompt` asks for; default none" }),
    personas: z.array(personaSchema).max(20).optional().meta({ description: "Who speaks, where a model writes" }),
    voice: voice().optional().meta({ description: "Who speaks where nobody else is named" }),
    voices: z.record(z.string(), voice()).optional().meta({ description: "The voice of each language" }),
    voicevox: z
      .strictObject({
        base_url: address(),
        timeout_seconds: z.number().min(1).max(3600).optional().meta({ description: "For one answer; default 120" }),
      })
      .optional()
      .meta({ description: "Where a VOICEVOX engine is" }),
    theme: z.string().min(1).max(60).optional().meta({ description: "`proxx movie themes` lists them" }),
    brand: brandSchema.optional(),
    brand_file: path().optional().meta({ description: "A YAML file with the same keys, for several movies" }),
    brands: z
      .record(brandNameSchema, z.union([brandSchema, path()]))
      .optional()
      .meta({ description: "Brands by name, or YAML files of them, for `--brand` and for movies on a server" }),
    size: z
      .string()
      .regex(SIZE_PATTERN, "Expected 16:9, 9:16, 1:1 or a size such as `1920x1080`")
      .optional()
      .meta({ description: "16:9, 9:16, 1:1, or width and height; default 16:9" }),
    frame_rate: z.number().min(10).max(60).optional().meta({ description: "Default 30" }),
    transition: z.enum(["fade", "slide", "wipe", "none"]).optional(),
    subtitles: z.boolean().optional().meta({ description: "Drawn into the picture; default true" }),
    subtitle_style: z
      .enum(SUBTITLE_STYLES)
      .optional()
      .meta({ description: "In a dark box, with an outline, or dark in a light box; default box" }),
    highlight_words: z
      .boolean()
      .optional()
      .meta({ description: "Of a subtitle the word that is spoken stands out; default in upright frames" }),
    progress_line: z.boolean().optional(),
    intro: z.boolean().optional().meta({ description: "A title card with the brand's logo first; default false" }),
    outro: z.boolean().optional().meta({ description: "Sources and credits last; default false" }),
    renderer: z
      .enum(["native", "remotion"])
      .optional()
      .meta({ description: "Default native; Remotion is installed beside this file by whoever wants it" }),
    music: z
      .strictObject({
        path: z.string().min(1).max(1024),
        below_decibels: z.number().min(0).max(60).optional().meta({ description: "Softer than the movie; default 8" }),
      })
      .optional()
      .meta({ description: "Plays below the voices; its path is relative to this file" }),
  })
  .meta({ title: "Movie configuration", description: "proxx.yaml: how movies are made" });

export type MovieConfig = z.output<typeof movieConfigSchema>;
