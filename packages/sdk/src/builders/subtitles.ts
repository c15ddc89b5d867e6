import { createNode, type Node } from "../compose/node.ts";
import type { ParamsOf } from "./params-of.ts";

export interface AddSubtitlesParams extends ParamsOf<"addSubtitles"> {}
export interface CaptionsParams extends ParamsOf<"captions"> {}

/**
 * Subtitles, sentence by sentence. The words are those given, else what an earlier step knows, else a transcription's.
 *
 * @example
 * compose(film, addSubtitles({ file: "film.fr.srt", language: "fr", mode: "soft" }))
 */
export function addSubtitles(params?: AddSubtitlesParams): Node<"video"> {
  return createNode("addSubtitles", params);
}

/**
 * Captions, word by word, the spoken one highlighted.
 *
 * @example
 * captions({ video: film, captions: transcribe({ media: film }), style: "tiktok" })
 */
export function captions(params?: CaptionsParams): Node<"video"> {
  return createNode("captions", params);
}
