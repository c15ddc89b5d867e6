import { createNode, type Node, type ParamsOf, type Signature } from "@proxx/contract";
import { colour, mediaSource, modelFor } from "@proxx/contract/parameters";
import { z } from "zod";
import { keyColours } from "../parameters/colour-key.ts";

const signature = {
  type: "removeBackground",
  summary: "What stands before a plain backdrop, without it",
  params: z.strictObject({
    video: mediaSource("video", "image").optional(),
    /** A matting model; without one the backdrop's own colour is taken away, which has to be plain. */
    model: modelFor("background-removal").optional(),
    /** What stands where the backdrop was. @default "transparent" */
    output: z.enum(["transparent", "green-screen", "alpha-mask", "foreground-mask"]).default("transparent"),
    /** The backdrop's colour. @default measured at the edges of the picture */
    color: colour().optional(),
    ...keyColours,
  }),
  inputs: [{ param: "video", accepts: ["video", "image", "media"], required: true }],
  yields: "video",
} as const satisfies Signature;

export interface RemoveBackgroundParams extends ParamsOf<typeof signature> {}

/**
 * What stands before a backdrop, without it.
 *
 * @example
 * layers([beach, removeBackground({ video: "presenter.mp4" })])
 */
export function removeBackground(params?: RemoveBackgroundParams): Node<"video"> {
  return createNode(signature, params);
}
removeBackground.signature = signature;
