// What the steps of a movie take, wherever they run: as operations of a plan, and in the packages that do their work.
import { z } from "zod";
import { language } from "../operation/parameter-types.ts";
import { mediaSource, movieSource, pageSource, textSource } from "../operation/source.ts";
import { brandNameSchema } from "../script/movie-config.ts";
import { scriptSchema } from "../script/script.ts";
import { movieSizeSchema } from "./movie-size.ts";
import { SUBTITLE_STYLES } from "./subtitle-style.ts";

/** Four themes, and each of them the other way round. */
export const MOVIE_THEMES = [
  "quiet",
  "quiet-dark",
  "circuit",
  "circuit-light",
  "folio",
  "folio-dark",
  "signal",
  "signal-dark",
] as const;

const LONGEST_TEXT = 400_000;
const colour = () => z.string().regex(/^#[0-9a-f]{6}$/i, "Expected a colour such as `#14508c`");

/** `writeScript`. */
export const writeScriptSchema = z.strictObject({
  /** A page, a Markdown file or a text, by its address. */
  url: pageSource().optional(),
  /** A text that is at hand, or the words of another job. */
  text: textSource(LONGEST_TEXT).optional(),
  /** A script that is written already: it is checked, and given ids. */
  script: scriptSchema.optional(),
  /** In which it is written. @default the first of `languages`, or what the source says, or else what it is written in */
  language: language().optional(),
  /** In which movies are to be made of it. What it lacks of one of them is translated. @default its own */
  languages: z
    .array(language())
    .min(1)
    .max(20)
    .refine((tags) => new Set(tags).size === tags.length, { error: "Expected every language once" })
    .optional(),
  /** About how long the movie is to be. @default 150 */
  seconds: z.number().min(20).max(3600).optional(),
  /** A title card with the brand's logo first. What a script says of it itself goes before. @default false */
  intro: z.boolean().optional(),
  /** Sources and credits last. What a script says of it itself goes before. @default false */
  outro: z.boolean().optional(),
});

/** `speakScript`. */
export const speakScriptSchema = z.strictObject({
  script: movieSource("script").optional(),
  /** Who speaks where neither a line nor its persona says, such as `espeak:en-gb`. @default the language's voice */
  voice: z.string().min(1).max(200).optional(),
  /** Of a script that is there in several languages, which. @default its own */
  language: language().optional(),
});

/** `drawSlides`. */
export const drawSlidesSchema = z.strictObject({
  script: movieSource("script").optional(),
  /** @default "quiet" */
  theme: z.enum(MOVIE_THEMES).optional(),
  /** Colours in place of the theme's, or the name of a brand that the server knows. @default the server's own */
  brand: z
    .union([
      brandNameSchema,
      z.strictObject({
        bg: colour().optional(),
        text: colour().optional(),
        accent: colour().optional(),
        accent2: colour().optional(),
        family: z.enum(["inter", "ibm-plex-sans", "source-serif-4", "archivo"]).optional(),
        radius: z.number().min(0).max(64).optional(),
      }),
    ])
    .optional(),
  /** `16:9`, `9:16`, `1:1`, or width and height such as `1280x720`. @default "16:9" */
  size: movieSizeSchema.optional(),
  /** Drawn into the picture; files of them are made in any case. @default true */
  subtitles: z.boolean().optional(),
  /** Of a script that is there in several languages, which. @default its own */
  language: language().optional(),
});

/** `renderMovie`. */
export const renderMovieSchema = z.strictObject({
  script: movieSource("script").optional(),
  speech: movieSource("speech").optional(),
  slides: movieSource("slides").optional(),
  /** @default "fade" */
  transition: z.enum(["fade", "slide", "wipe", "none"]).optional(),
  /** @default 30 */
  frameRate: z.number().min(10).max(60).optional(),
  /** How subtitles are drawn into the picture. @default "box" */
  subtitleStyle: z.enum(SUBTITLE_STYLES).optional(),
  /** Of a subtitle the word that is spoken stands out. @default in upright frames */
  highlightWords: z.boolean().optional(),
  /** A line at the foot that grows. @default false */
  progressLine: z.boolean().optional(),
  /** Plays under the voices. */
  music: mediaSource("audio").optional(),
  /** How many decibels the music is softer than the movie. @default 8 */
  musicBelow: z.number().min(0).max(60).optional(),
  /** Of a script that is there in several languages, which. @default its own */
  language: language().optional(),
});

export type WriteScriptStep = z.output<typeof writeScriptSchema>;
export type SpeakScriptStep = z.output<typeof speakScriptSchema>;
export type DrawSlidesStep = z.output<typeof drawSlidesSchema>;
export type RenderMovieStep = z.output<typeof renderMovieSchema>;
