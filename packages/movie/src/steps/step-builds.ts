import { createHash } from "node:crypto";
import { canonicalJson, type DrawSlidesStep, type WriteScriptStep } from "@proxx/contract";
import { drawnWith } from "@proxx/drawing";
import { SLIDES_VERSION } from "@proxx/slides";
import type { StepWorkshop } from "./step-workshop.ts";

/** What else decides what a step makes: versions of themes and fonts, and what the operator has configured. No keys. */
export function stepBuilds({ writer, voice, voiceSettings, brands }: StepWorkshop) {
  const slides = { slides: String(SLIDES_VERSION), ...drawnWith() };
  const speech = hashed({ voice, ...voiceSettings });
  return {
    script: ({ script }: Pick<WriteScriptStep, "script">): Record<string, string> => {
      if (writer === undefined || script !== undefined) return {};
      const { model, personas, grounded } = writer;
      return { writer: hashed({ baseUrl: model.baseUrl, model: model.model, personas, grounded }) };
    },
    speech: (): Record<string, string> => (speech === NOTHING ? {} : { voices: speech }),
    slides: async ({ brand }: Pick<DrawSlidesStep, "brand">): Promise<Record<string, string>> => {
      const { configured } = await brands.find(brand);
      return configured === null ? slides : { ...slides, brand: configured.digest };
    },
    movie: (): Record<string, string> => slides,
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
