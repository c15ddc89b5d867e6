import type { Model, ProviderName } from "@proxx/contract";
import { checkedParams } from "./checked-params.ts";
import { describeValue } from "./describe-value.ts";

/** Any name goes; the ones written out here are offered by the editor. */
type OrAnyName<Known extends string> = Known | (string & {});

/** Parameters that only this model knows, passed to it as they are. */
export type ModelOptions = NonNullable<Model["options"]>;

export type ReplicateModel = OrAnyName<
  | "arielreplicate/robust_video_matting"
  | "black-forest-labs/flux-1.1-pro"
  | "black-forest-labs/flux-schnell"
  | "bytedance/seedance-1-lite"
  | "bytedance/seedance-1-pro"
  | "bytedance/seedream-4"
  | "google/nano-banana"
  | "google/nano-banana-pro"
  | "google/veo-3"
  | "kwaivgi/kling-v2.1"
  | "minimax/hailuo-02"
  | "minimax/video-01"
  | "nateraw/video-background-remover"
  | "openai/whisper"
  | "vaibhavs10/incredibly-fast-whisper"
>;

export type FalModel = OrAnyName<
  | "fal-ai/flux/schnell"
  | "fal-ai/kling-video/v2.1/master/text-to-video"
  | "fal-ai/nano-banana"
  | "fal-ai/nano-banana-pro"
  | "fal-ai/veo3"
  | "fal-ai/whisper"
  | "veed/fabric-1.0"
  | "veed/fabric-1.0/fast"
>;

export type GoogleCloudModel = OrAnyName<
  | "gemini-2.5-flash-image"
  | "imagen-4.0-fast-generate-001"
  | "imagen-4.0-generate-001"
  | "veo-3.0-fast-generate-001"
  | "veo-3.0-generate-001"
>;

export type OpenAiModel = OrAnyName<
  | "gpt-4o-mini-transcribe"
  | "gpt-4o-mini-tts"
  | "gpt-4o-transcribe"
  | "gpt-image-1"
  | "tts-1"
  | "tts-1-hd"
  | "whisper-1"
>;

export type ElevenLabsModel = OrAnyName<
  "eleven_flash_v2_5" | "eleven_multilingual_v2" | "eleven_turbo_v2_5" | "eleven_v3" | "scribe_v1"
>;

export type LocalModel = OrAnyName<"animatic" | "espeak-ng" | "still">;

/** A model of replicate.com: `replicate("bytedance/seedance-1-pro")`. */
export function replicate(model: ReplicateModel, options?: ModelOptions): Model {
  return reference("replicate", model, options);
}

/** A model of fal.ai: `fal("veed/fabric-1.0")`. */
export function fal(model: FalModel, options?: ModelOptions): Model {
  return reference("fal", model, options);
}

/** A model of Google's: `googleCloud("veo-3.0-generate-001")`. */
export function googleCloud(model: GoogleCloudModel, options?: ModelOptions): Model {
  return reference("google-cloud", model, options);
}

/** A model of OpenAI's, or of any endpoint that speaks as theirs does: `openai("gpt-4o-mini-tts")`. */
export function openai(model: OpenAiModel, options?: ModelOptions): Model {
  return reference("openai", model, options);
}

/** A model of elevenlabs.io: `elevenlabs("eleven_multilingual_v2")`. */
export function elevenlabs(model: ElevenLabsModel, options?: ModelOptions): Model {
  return reference("elevenlabs", model, options);
}

/** What runs on this machine with no key and no network, asked for by name: `local("animatic")`. */
export function local(model: LocalModel, options?: ModelOptions): Model {
  return reference("local", model, options);
}

function reference(provider: ProviderName, model: string, options: ModelOptions | undefined): Model {
  if (typeof model !== "string" || model === "") {
    throw new TypeError(`Expected the name of a model of ${provider}, got ${describeValue(model)}`);
  }
  if (options !== undefined) checkedParams(`${provider}(${JSON.stringify(model)})`, options);
  return Object.freeze({ provider, model, ...(options === undefined ? {} : { options: structuredClone(options) }) });
}
