import { createNode, type Node, type ParamsOf, type Signature } from "@proxx/contract";
import { anchor, aspectRatio, colour, loudness, mediaSource, pixels, share } from "@proxx/contract/parameters";
import { z } from "zod";

const signature = {
  type: "reframe",
  summary: "Another shape of picture",
  params: z.strictObject({
    video: mediaSource("video", "image").optional(),
    aspectRatio: aspectRatio().optional(),
    /** In pixels; with one side or none the source decides. */
    width: pixels().optional(),
    height: pixels().optional(),
    /** crop cuts, pad adds borders, blur fills them with the picture blurred, auto crops after what moves. @default "crop" */
    mode: z.enum(["crop", "pad", "blur", "auto"]).default("crop"),
    /** Which part `crop` keeps, where `pad` and `blur` put the picture, where `auto` looks while nothing moves. @default "center" */
    anchor: anchor().optional(),
    /** The point `crop` keeps in view, as shares of width and height; of `auto` the same as the anchor. */
    focus: z.strictObject({ x: share(), y: share() }).optional(),
    /** Of the borders. @default "black", of a picture that has transparent parts "transparent" */
    background: colour().optional(),
    loudness: loudness().optional(),
  }),
  inputs: [{ param: "video", accepts: ["video", "image", "media"], required: true }],
  yields: "video",
} as const satisfies Signature;

export interface ReframeParams extends ParamsOf<typeof signature> {}

/**
 * Another shape of picture.
 *
 * @example
 * compose(film, reframe({ aspectRatio: "9:16", mode: "blur" }))
 */
export function reframe(params?: ReframeParams): Node<"video"> {
  return createNode(signature, params);
}
reframe.signature = signature;
