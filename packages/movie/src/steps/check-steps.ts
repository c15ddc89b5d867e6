import { ProxxError, type DrawSlidesStep, type Issue, type SpeakScriptStep } from "@proxx/contract";
import type { StepWorkshop } from "./step-workshop.ts";

/** Whether what a plan names is known here, before anything runs: who speaks, and whose colours these are. */
export function checkSteps({ voices, brands }: StepWorkshop) {
  return {
    speech: async ({ voice }: Pick<SpeakScriptStep, "voice">): Promise<Issue[]> =>
      voice === undefined ? [] : await refusals("voice", async () => void (await voices()).open(voice, "en")),
    slides: async ({ brand }: Pick<DrawSlidesStep, "brand">): Promise<Issue[]> =>
      typeof brand === "string" ? await refusals("brand", () => brands.find(brand)) : [],
  };
}

async function refusals(name: "voice" | "brand", look: () => Promise<unknown>): Promise<Issue[]> {
  try {
    await look();
    return [];
  } catch (error) {
    if (!(error instanceof ProxxError)) throw error;
    return [{ path: `$.${name}`, code: `unknown_${name}`, message: error.message, hint: error.hint }];
  }
}
