import { createNode, type Node, type ParamsOf, type Signature, type SpeechModel } from "@proxx/contract";
import { language, modelFor, textSource } from "@proxx/contract/parameters";
import { z } from "zod";
import { options, type ParamsWithModel } from "../parameters/model-parameters.ts";

const signature = {
  type: "generateAudio",
  summary: "Speech from a text",
  params: z.strictObject({
    /** Which model speaks; without one the operator's default, else espeak-ng on this machine. */
    model: modelFor("speech").optional(),
    text: textSource(),
    /** The voice, by the provider's name for it. */
    voice: z
      .string()
      .min(1)
      .max(100)
      .regex(/^[\p{L}\p{N} ._+-]+$/u, "Expected the name of a voice")
      .optional(),
    /** @default "en" offline, what the text is in otherwise */
    language: language().optional(),
    /** 1 is the voice's own pace. @default 1 */
    speed: z.number().min(0.5).max(2).optional(),
    options: options().optional(),
  }),
  inputs: [],
  yields: "audio",
} as const satisfies Signature;

export interface GenerateAudioParams<Of extends SpeechModel = SpeechModel> extends ParamsWithModel<
  ParamsOf<typeof signature>,
  Of
> {}

/**
 * Speech from a text, or from the words that another step knows.
 *
 * @example
 * generateAudio({ model: elevenlabs("eleven_multilingual_v2"), text: "Bonjour !", voice: "JBFqnCBsd6RMkjVDRZzb" })
 */
export function generateAudio<Of extends SpeechModel = SpeechModel>(params: GenerateAudioParams<Of>): Node<"audio"> {
  return createNode(signature, params);
}
generateAudio.signature = signature;
