import { createNode, type Node, type ParamsOf, type Signature } from "@proxx/contract";
import { language, loudness, mediaSource, modelFor, textSource } from "@proxx/contract/parameters";
import { z } from "zod";
import { style } from "../parameters/caption-style.ts";
import { timedText } from "../parameters/timed-text.ts";

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
  model: modelFor("transcription").optional(),
  loudness: loudness().optional(),
} as const;

const inputs = [
  { param: "video", accepts: ["video", "image", "media"], required: true },
  { param: "captions", accepts: ["transcript"] },
] as const;

const addSubtitlesSignature = {
  type: "addSubtitles",
  summary: "Subtitles, sentence by sentence",
  params: z.strictObject({ ...fields, by: z.enum(["sentence", "word"]).default("sentence") }),
  inputs,
  yields: "video",
} as const satisfies Signature;

export interface AddSubtitlesParams extends ParamsOf<typeof addSubtitlesSignature> {}

/**
 * Subtitles, sentence by sentence. The words are those given, else what an earlier step knows, else a transcription's.
 *
 * @example
 * compose(film, addSubtitles({ file: "film.fr.srt", language: "fr", mode: "soft" }))
 */
export function addSubtitles(params?: AddSubtitlesParams): Node<"video"> {
  return createNode(addSubtitlesSignature, params);
}
addSubtitles.signature = addSubtitlesSignature;

const captionsSignature = {
  type: "captions",
  summary: "Captions, word by word, the spoken one highlighted",
  params: z.strictObject({ ...fields, by: z.enum(["sentence", "word"]).default("word") }),
  inputs,
  yields: "video",
} as const satisfies Signature;

export interface CaptionsParams extends ParamsOf<typeof captionsSignature> {}

/**
 * Captions, word by word, the spoken one highlighted.
 *
 * @example
 * captions({ video: film, captions: transcribe({ media: film }), style: "tiktok" })
 */
export function captions(params?: CaptionsParams): Node<"video"> {
  return createNode(captionsSignature, params);
}
captions.signature = captionsSignature;
