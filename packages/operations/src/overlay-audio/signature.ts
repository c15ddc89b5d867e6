import { createNode, type Node, type ParamsOf, type Signature } from "@proxx/contract";
import { loudness, mediaSource, volume } from "@proxx/contract/parameters";
import { z } from "zod";
import { laidSoundFields } from "../parameters/laid-sound.ts";

const signature = {
  type: "overlayAudio",
  summary: "Sound over a film",
  params: z.strictObject({
    video: mediaSource("video", "audio").optional(),
    audio: mediaSource("audio", "video").optional(),
    ...laidSoundFields,
    /** Of the film's own sound. @default 1 */
    originalVolume: volume().optional(),
    /** Turn the added sound down while the film speaks, by so many decibels; `true` is 12. */
    ducking: z.union([z.boolean().transform((on) => (on ? 12 : 0)), z.number().min(0).max(40)]).optional(),
    loudness: loudness().optional(),
  }),
  inputs: [
    { param: "video", accepts: ["video", "media"], required: true },
    { param: "audio", accepts: ["audio", "media"], required: true },
  ],
  yields: "video",
} as const satisfies Signature;

export interface OverlayAudioParams extends ParamsOf<typeof signature> {}

/**
 * Sound over a film: music, a voice.
 *
 * @example
 * compose(film, overlayAudio({ audio: "music.mp3", volume: 0.3, ducking: true, fadeOut: 2 }))
 */
export function overlayAudio(params?: OverlayAudioParams): Node<"video"> {
  return createNode(signature, params);
}
overlayAudio.signature = signature;
