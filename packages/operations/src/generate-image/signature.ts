import { createNode, type Node, type ParamsOf, type Signature, type ImageModel } from "@proxx/contract";
import { aspectRatio, mediaSource, modelFor, pixels } from "@proxx/contract/parameters";
import { z } from "zod";
import { options, prompt, seed, type ParamsWithModel } from "../parameters/model-parameters.ts";

const signature = {
  type: "generateImage",
  summary: "A picture from a prompt",
  params: z.strictObject({
    /** Which model makes it; without one the operator's default, else a still drawn on this machine. */
    model: modelFor("image").optional(),
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

export interface GenerateImageParams<Of extends ImageModel = ImageModel> extends ParamsWithModel<
  ParamsOf<typeof signature>,
  Of
> {}

/**
 * A picture from a prompt.
 *
 * @example
 * generateVideo({ prompt: "She turns round", startImage: generateImage({ prompt: "A woman at a window" }) })
 */
export function generateImage<Of extends ImageModel = ImageModel>(params: GenerateImageParams<Of>): Node<"image"> {
  return createNode(signature, params);
}
generateImage.signature = signature;
