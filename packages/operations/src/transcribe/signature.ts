import { createNode, type Node, type ParamsOf, type Signature, type TranscriptionModel } from "@proxx/contract";
import { language, mediaSource, modelFor } from "@proxx/contract/parameters";
import { z } from "zod";
import { options, type ParamsWithModel } from "../parameters/model-parameters.ts";

const signature = {
  type: "transcribe",
  summary: "What is said in a clip, word by word",
  params: z.strictObject({
    media: mediaSource("video", "audio").optional(),
    /** Which model listens; without one the operator's default. */
    model: modelFor("transcription").optional(),
    /** The language spoken, where the model need not guess it. */
    language: language().optional(),
    options: options().optional(),
  }),
  inputs: [{ param: "media", accepts: ["video", "audio", "media"], required: true }],
  yields: "transcript",
} as const satisfies Signature;

export interface TranscribeParams<Of extends TranscriptionModel = TranscriptionModel> extends ParamsWithModel<
  ParamsOf<typeof signature>,
  Of
> {}

/**
 * What is said, word by word. In a composition the transcript stands beside what it was made from, so that the step
 * after it gets both.
 *
 * @example
 * compose(media("talk.mp4"), transcribe(), captions({ style: "tiktok" }))
 */
export function transcribe<Of extends TranscriptionModel = TranscriptionModel>(
  params?: TranscribeParams<Of>,
): Node<"transcript"> {
  return createNode(signature, params);
}
transcribe.signature = signature;
