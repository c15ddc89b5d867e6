import { describeValue } from "@proxx/contract";
import { createNode, type Node } from "../compose/node.ts";
import type { ParamsOf } from "./params-of.ts";

export interface GenerateVideoParams extends ParamsOf<"generateVideo"> {}
export interface GenerateImageParams extends ParamsOf<"generateImage"> {}
export interface GenerateAudioParams extends ParamsOf<"generateAudio"> {}
export interface TranscribeParams extends ParamsOf<"transcribe"> {}

/**
 * A clip from a prompt. Without a model, and without a default of the operator's, it is an animatic: the prompt drawn
 * over a moving background, exactly as long as asked, and an entry in the result's `degradations`.
 *
 * @example
 * generateVideo({ model: replicate("bytedance/seedance-1-pro"), prompt: "A beautiful sunset", duration: 5 })
 */
export function generateVideo(params: GenerateVideoParams): Node<"video"> {
  return createNode("generateVideo", params);
}

/**
 * A picture from a prompt.
 *
 * @example
 * generateVideo({ prompt: "She turns round", startImage: generateImage({ prompt: "A woman at a window" }) })
 */
export function generateImage(params: GenerateImageParams): Node<"image"> {
  return createNode("generateImage", params);
}

/**
 * Speech from a text, or from the words that another step knows.
 *
 * @example
 * generateAudio({ model: elevenlabs("eleven_multilingual_v2"), text: "Bonjour !", voice: "JBFqnCBsd6RMkjVDRZzb" })
 */
export function generateAudio(params: GenerateAudioParams): Node<"audio"> {
  return createNode("generateAudio", params);
}

/**
 * What is said, word by word. In a composition the transcript stands beside what it was made from, so that the step
 * after it gets both.
 *
 * @example
 * compose(media("talk.mp4"), transcribe(), captions({ style: "tiktok" }))
 */
export function transcribe(params?: TranscribeParams): Node<"transcript"> {
  return createNode("transcribe", params);
}

/**
 * A file or a URL, as it is: the beginning of a composition. Inside a parameter the bare string says the same.
 *
 * @example
 * compose(media("/clips/interview.mov"), reframe({ aspectRatio: "9:16", mode: "auto" }))
 */
export function media(urlOrPath: string): Node<"media"> {
  return createNode("media", { url: checkedLocation(urlOrPath) });
}

function checkedLocation(urlOrPath: unknown): string {
  if (typeof urlOrPath === "string" && urlOrPath !== "") return urlOrPath;
  throw new TypeError(`Expected \`media\` to be given a URL or a path as a string, got ${describeValue(urlOrPath)}`);
}
