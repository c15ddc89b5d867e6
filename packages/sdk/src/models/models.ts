import { checkedParams, describeValue, providerNameSchema, type Model } from "@proxx/contract";
import type { ModelName, ModelOf, OptionsOf } from "./known-model.ts";

/** Parameters that only this model knows, passed to it as they are. */
export type ModelOptions = NonNullable<Model["options"]>;

export type ReplicateModel = ModelName<"replicate">;
export type FalModel = ModelName<"fal">;
export type GoogleCloudModel = ModelName<"google-cloud">;
export type OpenAiModel = ModelName<"openai">;
export type ElevenLabsModel = ModelName<"elevenlabs">;
export type LocalModel = ModelName<"local">;

/** A model of replicate.com: `replicate("bytedance/seedance-1-pro")`. */
export function replicate<const Name extends ReplicateModel>(
  model: Name,
  options?: OptionsOf<"replicate", Name>,
): ModelOf<"replicate", Name>;
export function replicate(model: string, options?: ModelOptions): Model {
  return reference("replicate", model, options);
}

/** A model of fal.ai: `fal("veed/fabric-1.0")`. */
export function fal<const Name extends FalModel>(model: Name, options?: OptionsOf<"fal", Name>): ModelOf<"fal", Name>;
export function fal(model: string, options?: ModelOptions): Model {
  return reference("fal", model, options);
}

/** A model of Google's: `googleCloud("veo-3.0-generate-001")`. */
export function googleCloud<const Name extends GoogleCloudModel>(
  model: Name,
  options?: OptionsOf<"google-cloud", Name>,
): ModelOf<"google-cloud", Name>;
export function googleCloud(model: string, options?: ModelOptions): Model {
  return reference("google-cloud", model, options);
}

/** A model of OpenAI's, or of any endpoint that speaks as theirs does: `openai("gpt-4o-mini-tts")`. */
export function openai<const Name extends OpenAiModel>(
  model: Name,
  options?: OptionsOf<"openai", Name>,
): ModelOf<"openai", Name>;
export function openai(model: string, options?: ModelOptions): Model {
  return reference("openai", model, options);
}

/** A model of elevenlabs.io: `elevenlabs("eleven_multilingual_v2")`. */
export function elevenlabs<const Name extends ElevenLabsModel>(
  model: Name,
  options?: OptionsOf<"elevenlabs", Name>,
): ModelOf<"elevenlabs", Name>;
export function elevenlabs(model: string, options?: ModelOptions): Model {
  return reference("elevenlabs", model, options);
}

/** What runs on this machine with no key and no network, asked for by name: `local("animatic")`. */
export function local<const Name extends LocalModel>(
  model: Name,
  options?: OptionsOf<"local", Name>,
): ModelOf<"local", Name>;
export function local(model: string, options?: ModelOptions): Model {
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
