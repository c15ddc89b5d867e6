import { createNode, type Node, type ParamsOf, type Signature, type VideoModel } from "@proxx/contract";
import { aspectRatio, duration, frameRate, mediaSource, modelFor } from "@proxx/contract/parameters";
import { z } from "zod";
import { options, prompt, seed, type ParamsWithModel } from "../parameters/model-parameters.ts";

const signature = {
  type: "generate",
  builder: "generateVideo",
  summary: "A clip from a prompt",
  params: z.strictObject({
    /** Which model makes it; without one the operator's default, else an animatic drawn on this machine. */
    model: modelFor("video").optional(),
    /** What is to be seen. */
    prompt: prompt(),
    negativePrompt: prompt().optional(),
    /** Seconds. @default 5 offline, the model's own otherwise */
    duration: duration().max(600).optional(),
    /** @default "16:9" offline, the model's own otherwise */
    aspectRatio: aspectRatio().optional(),
    /** @default "1080p" offline, the model's own otherwise */
    resolution: z.enum(["480p", "720p", "1080p", "4k"]).optional(),
    /** Frames in a second. @default 30 offline, the model's own otherwise */
    fps: frameRate().optional(),
    seed: seed().optional(),
    /** A picture the clip shows or starts with. */
    image: mediaSource("image").optional(),
    startImage: mediaSource("image").optional(),
    endImage: mediaSource("image").optional(),
    /** Sound the clip is made for, where the model can. */
    audio: mediaSource("audio").optional(),
    cameraMotion: z.enum(["fixed", "dynamic"]).optional(),
    options: options().optional(),
  }),
  inputs: [],
  yields: "video",
} as const satisfies Signature;

export interface GenerateVideoParams<Of extends VideoModel = VideoModel> extends ParamsWithModel<
  ParamsOf<typeof signature>,
  Of
> {}

/**
 * A clip from a prompt. Without a model, and without a default of the operator's, it is an animatic: the prompt drawn
 * over a moving background, exactly as long as asked, and an entry in the result's `degradations`.
 *
 * @example
 * generateVideo({ model: replicate("bytedance/seedance-1-pro"), prompt: "A beautiful sunset", duration: 5 })
 */
export function generateVideo<Of extends VideoModel = VideoModel>(params: GenerateVideoParams<Of>): Node<"video"> {
  return createNode(signature, params);
}
generateVideo.signature = signature;
