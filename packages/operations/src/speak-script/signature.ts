import { createNode, speakScriptSchema, type Node, type ParamsOf, type Signature } from "@proxx/contract";

const signature = {
  type: "speakScript",
  summary: "Every line of a script, spoken, with the times of its words",
  params: speakScriptSchema,
  inputs: [{ param: "script", accepts: ["script"], required: true }],
  yields: "speech",
} as const satisfies Signature;

export interface SpeakScriptParams extends ParamsOf<typeof signature> {}

/**
 * Every line of a script as sound, with the times of its words.
 *
 * @example
 * speakScript({ script, voice: "espeak:en-gb" })
 */
export function speakScript(params?: SpeakScriptParams): Node<"speech"> {
  return createNode(signature, params);
}
speakScript.signature = signature;
