import { createNode, type Node, type ParamsOf, type Signature } from "@proxx/contract";
import { aspectRatio, mediaSource, modelSchema, pixels } from "@proxx/contract/parameters";
import { z } from "zod";
import { options, prompt, seed } from "../parameters/model-parameters.ts";

const signature = {
  type: "generateImage",
  summary: "A picture from a prompt",
  params: z.strictObject({
    /** Which model makes it; without one the operator's default, else a still drawn on this machine. */
    model: modelSchema.optional(),
    prompt: prompt(),
    negativePrompt: prompt().optional(),
    /** @default "16:9" offline, the model's own otherwise */
    aspectRatio: aspectRatio().optional(),
    width: pixels().optional(),
    height: pixels().optional(),
    seed: seed().optional(),
    /** Pictures to go by. */
    images: z.array(mediaSource("image")).max(16).optional(),
    /** @default "png" offline, the model's own otherwise */
    format: z.enum(["png", "jpg", "webp"]).optional(),
    options: options().optional(),
  }),
  inputs: [],
  yields: "image",
} as const satisfies Signature;

export interface GenerateImageParams extends ParamsOf<typeof signature> {}

/**
 * A picture from a prompt.
 *
 * @example
 * generateVideo({ prompt: "She turns round", startImage: generateImage({ prompt: "A woman at a window" }) })
 */
export function generateImage(params: GenerateImageParams): Node<"image"> {
  return createNode(signature, params);
}
generateImage.signature = signature;
