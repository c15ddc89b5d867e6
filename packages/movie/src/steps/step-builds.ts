import { createHash } from "node:crypto";
import { canonicalJson, type DrawSlidesStep } from "@proxx/contract";
import { stepVersions } from "./step-versions.ts";
import type { StepWorkshop } from "./step-workshop.ts";

/** What else decides what a step makes: versions of what does it, and what the operator has configured. No keys. */
export function stepBuilds({ writer, voice, voices, voiceSettings, pictureModel, brands }: StepWorkshop) {
  const speech = hashed({ voice, ...voiceSettings });
  return {
    /** `script` is undefined where it is to be written. */
    script: async ({
      script,
      languages = [],
    }: {
      readonly script?: unknown;
      readonly languages?: readonly string[] | undefined;
    }): Promise<Record<string, string>> => {
      const versions = await stepVersions("script", voices);
      // One that is written already is somebody else's work, but for what is translated of it.
      if (writer === undefined || (script !== undefined && languages.length === 0)) return versions;
      const { model, personas, grounded } = writer;
      return { ...versions, writer: hashed({ baseUrl: model.baseUrl, model: model.model, personas, grounded }) };
    },
    speech: async (): Promise<Record<string, string>> => {
      const versions = await stepVersions("speech", voices);
      return speech === NOTHING ? versions : { ...versions, voices: speech };
    },
    slides: async ({ brand }: Pick<DrawSlidesStep, "brand">): Promise<Record<string, string>> => {
      const slides = await stepVersions("slides", voices);
      const { configured } = await brands.find(brand);
      return {
        ...slides,
        ...(configured === null ? {} : { brand: configured.digest }),
        ...(pictureModel === undefined ? {} : { pictures: hashed({ model: pictureModel.ingredients }) }),
      };
    },
    movie: () => stepVersions("movie", voices),
  };
}

/** Without the keys that are there and say nothing. */
function hashed(settings: Readonly<Record<string, unknown>>): string {
  const said = Object.entries(settings).filter(([, value]) => value !== undefined);
  return createHash("sha256")
    .update(canonicalJson(Object.fromEntries(said)))
    .digest("hex");
}

const NOTHING = hashed({});
