import { createNode, type Node, type ParamsOf, type Signature } from "@proxx/contract";
import { loudness, mediaSource } from "@proxx/contract/parameters";
import { z } from "zod";

const signature = {
  type: "speed",
  summary: "Faster or slower",
  params: z.strictObject({
    video: mediaSource("video", "audio").optional(),
    /** How many times as fast: 2 halves the length, 0.5 doubles it. */
    factor: z.number().min(0.1).max(10),
    /** Whether voices stay as high as they are, or go up and down with the speed as on a tape. @default "keep" */
    pitch: z.enum(["keep", "shift"]).default("keep"),
    loudness: loudness().optional(),
  }),
  inputs: [{ param: "video", accepts: ["video", "audio", "media"], required: true }],
  yields: "video",
} as const satisfies Signature;

export interface SpeedParams extends ParamsOf<typeof signature> {}

/**
 * Faster or slower: the picture, its sound in step, and what is known of its words.
 *
 * @example
 * compose(media("clip.mp4"), speed({ factor: 2 }))
 */
export function speed(params: SpeedParams): Node<"video"> {
  return createNode(signature, params);
}
speed.signature = signature;
