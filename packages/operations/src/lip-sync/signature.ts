import { createNode, type Node, type ParamsOf, type Signature } from "@proxx/contract";
import { loudness, mediaSource, modelFor } from "@proxx/contract/parameters";
import { z } from "zod";

const signature = {
  type: "lipSync",
  summary: "A film speaks other words",
  params: z.strictObject({
    video: mediaSource("video", "image").optional(),
    /** What is to be said. */
    audio: mediaSource("audio").optional(),
    /** The same as `audio`. */
    audioUrl: mediaSource("audio").optional(),
    /** Which model moves the lips; without one the sound is replaced and fitted. */
    model: modelFor("lip-sync").optional(),
    loudness: loudness().optional(),
  }),
  inputs: [
    { param: "video", accepts: ["video", "image", "media"], required: true },
    { param: "audio", alias: "audioUrl", accepts: ["audio", "media"], required: true },
  ],
  yields: "video",
} as const satisfies Signature;

export interface LipSyncParams extends ParamsOf<typeof signature> {}

/**
 * A film speaks other words. Without a model the sound is replaced and fitted, which the result's `degradations` say.
 *
 * @example
 * compose(film, lipSync({ audioUrl: "https://cdn.example.com/french.mp3" }), addSubtitles({ language: "fr" }))
 */
export function lipSync(params?: LipSyncParams): Node<"video"> {
  return createNode(signature, params);
}
lipSync.signature = signature;
