import { z } from "zod";
import { modelSchema } from "../model.ts";
import { colour, language, loudness } from "../parameter-types.ts";
import { Reference } from "../reference.ts";
import { mediaSource, Source, textSource, type Yields } from "../source.ts";
import { transcriptWordSchema } from "../transcript.ts";
import type { Signature } from "./signature.ts";

export const CAPTION_PRESETS = ["default", "bold", "tiktok", "youtube", "story", "cinematic", "minimal"] as const;
export type CaptionPreset = (typeof CAPTION_PRESETS)[number];

const changedStyle = z.strictObject({
  /** @default "default", of captions "tiktok" */
  preset: z.enum(CAPTION_PRESETS).optional(),
  /** Height of the letters as a share of the frame's shorter side. */
  fontSize: z.number().min(0.01).max(0.3).optional(),
  fontWeight: z.int().min(100).max(900).optional(),
  color: colour().optional(),
  outlineColor: colour().optional(),
  /** As a share of the letters' height. */
  outlineWidth: z.number().min(0).max(0.5).optional(),
  /** A box behind the words. */
  backgroundColor: colour().optional(),
  /** Where in the frame. */
  position: z.enum(["top", "middle", "bottom"]).optional(),
  /** From the frame's edge, as a share of its height. */
  margin: z.number().min(0).max(0.45).optional(),
  uppercase: z.boolean().optional(),
  /** Show the word that is being spoken in another way. @default false, of captions true */
  highlight: z.boolean().optional(),
  activeColor: colour().optional(),
  /** How much larger the active word is. */
  activeScale: z.number().min(0.5).max(2).optional(),
  /** Where captions go word by word. @default by the preset, 3 to 7 */
  wordsPerCaption: z.int().min(1).max(20).optional(),
  /** Longer text is set smaller, or divided where captions are made from words. @default by the preset, 2 to 4 */
  maxLines: z.int().min(1).max(6).optional(),
  /** Of a line, as a share of the frame's width. */
  maxWidth: z.number().min(0.1).max(1).optional(),
});
export type CaptionStyleChanges = z.output<typeof changedStyle>;

/** A preset, or a preset with some of its settings changed. */
const style = () =>
  z.union([z.enum(CAPTION_PRESETS).transform((preset): CaptionStyleChanges => ({ preset })), changedStyle]);

const cue = z
  .strictObject({ text: z.string().min(1).max(1000), start: z.number().min(0), end: z.number().min(0) })
  .refine((entry) => entry.end > entry.start, { error: "Expected `end` to be after `start`", path: ["end"] });
export type TextCue = z.output<typeof cue>;

/** Words with their times, cues with theirs, or the output of a job that knows its words. */
const timedText = () =>
  z.union([
    z.array(transcriptWordSchema).min(1).max(50_000),
    z.array(cue).min(1).max(10_000),
    z
      .custom<Yields<"transcript" | "audio" | "video">>((value) => value instanceof Reference, {
        error: "Expected words, cues, or a reference such as `$job1`",
      })
      .transform((from) => new Source(["transcript"], from as unknown as Reference))
      .meta({ type: "string", description: '"$<job id>" of a job that knows its words' }),
  ]);

const fields = {
  video: mediaSource("video", "image").optional(),
  /** Words or cues with their times, or a transcription. */
  captions: timedText().optional(),
  /** A text without times: it is spread over the film by the length of its sentences. */
  text: textSource().optional(),
  /** A subtitle file, SubRip or WebVTT: a path, a URL. */
  file: mediaSource("text").optional(),
  /** What is spoken; decides fonts and line breaks. */
  language: language().optional(),
  style: style().optional(),
  /** Drawn into the picture, as a track of its own, or only as files beside the film. @default "burn" */
  mode: z.enum(["burn", "soft", "files"]).default("burn"),
  /** Which model listens when the words are not known. */
  model: modelSchema.optional(),
  loudness: loudness().optional(),
} as const;

const inputs = [
  { param: "video", accepts: ["video", "image", "media"], required: true },
  { param: "captions", accepts: ["transcript"] },
] as const;

export const addSubtitles = {
  type: "addSubtitles",
  summary: "Subtitles, sentence by sentence",
  params: z.strictObject({ ...fields, by: z.enum(["sentence", "word"]).default("sentence") }),
  inputs,
  yields: "video",
} as const satisfies Signature;

export const captions = {
  type: "captions",
  summary: "Captions, word by word, the spoken one highlighted",
  params: z.strictObject({ ...fields, by: z.enum(["sentence", "word"]).default("word") }),
  inputs,
  yields: "video",
} as const satisfies Signature;
