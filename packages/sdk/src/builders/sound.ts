import { createNode, type Node } from "../compose/node.ts";
import type { ParamsOf } from "./params-of.ts";

export interface OverlayAudioParams extends ParamsOf<"overlayAudio"> {}
export interface LipSyncParams extends ParamsOf<"lipSync"> {}

/**
 * Sound over a film: music, a voice.
 *
 * @example
 * compose(film, overlayAudio({ audio: "music.mp3", volume: 0.3, ducking: true, fadeOut: 2 }))
 */
export function overlayAudio(params?: OverlayAudioParams): Node<"video"> {
  return createNode("overlayAudio", params);
}

/**
 * A film speaks other words. Without a model the sound is replaced and fitted, which the result's `degradations` say.
 *
 * @example
 * compose(film, lipSync({ audioUrl: "https://cdn.example.com/french.mp3" }), addSubtitles({ language: "fr" }))
 */
export function lipSync(params?: LipSyncParams): Node<"video"> {
  return createNode("lipSync", params);
}
