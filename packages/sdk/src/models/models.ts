import { checkedParams, describeValue, providerNameSchema, type Model } from "@proxx/contract";
import type { ModelName } from "./well-known-models.ts";

/** Parameters that only this model knows, passed to it as they are. */
export type ModelOptions = NonNullable<Model["options"]>;

export type ReplicateModel = ModelName<"replicate">;
export type FalModel = ModelName<"fal">;
export type GoogleCloudModel = ModelName<"google-cloud">;
export type OpenAiModel = ModelName<"openai">;
export type ElevenLabsModel = ModelName<"elevenlabs">;
export type LocalModel = ModelName<"local">;

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

/**
 * The models of a provider that has no function of its own here, because it comes from another package.
 *
 * @example
 * const acme = provider("acme");
 * generateVideo({ model: acme("lens-2"), prompt: "A lighthouse" });
 */
export function provider(name: string): (model: string, options?: ModelOptions) => Model {
  if (!providerNameSchema.safeParse(name).success) {
    throw new TypeError(`Expected a provider's name of small letters, digits and -, got ${describeValue(name)}`);
  }
  return (model, options) => reference(name, model, options);
}

function reference(provider: string, model: string, options: ModelOptions | undefined): Model {
  if (typeof model !== "string" || model === "") {
    throw new TypeError(`Expected the name of a model of ${provider}, got ${describeValue(model)}`);
  }
  if (options !== undefined) checkedParams(`${provider}(${JSON.stringify(model)})`, options);
  return Object.freeze({ provider, model, ...(options === undefined ? {} : { options: structuredClone(options) }) });
}
