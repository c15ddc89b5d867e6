import {
  checkScript,
  missingTranslationIssues,
  ProxxError,
  type DrawSlidesStep,
  type Issue,
  type SpeakScriptStep,
  type WriteScriptStep,
} from "@proxx/contract";
import type { StepWorkshop } from "./step-workshop.ts";

/** Whether what a plan names is known here, before anything runs: who translates, who speaks, and whose colours these are. */
export function checkSteps({ voices, brands, writer }: StepWorkshop) {
  return {
    script: async (params: Pick<WriteScriptStep, "script" | "language" | "languages">): Promise<Issue[]> =>
      writer === undefined ? untranslatable(params) : [],
    speech: async ({ voice }: Pick<SpeakScriptStep, "voice">): Promise<Issue[]> =>
      voice === undefined ? [] : await refusals("voice", async () => void (await voices()).open(voice, "en")),
    slides: async ({ brand }: Pick<DrawSlidesStep, "brand">): Promise<Issue[]> =>
      typeof brand === "string" ? await refusals("brand", () => brands.find(brand)) : [],
  };
}

/** What nobody here translates. */
function untranslatable({
  script: document,
  languages = [],
  language = languages[0],
}: Pick<WriteScriptStep, "script" | "language" | "languages">): Issue[] {
  if (document !== undefined) {
    const { script } = checkScript(document);
    if (script === null) return [];
    return languages
      .filter((one) => one !== script.language)
      .flatMap((one) => missingTranslationIssues(script, one))
      .map((issue) => ({ ...issue, path: issue.path.replace(/^\$/, "$.script") }));
  }
  return languages.flatMap((one, index) =>
    one === language
      ? []
      : [
          {
            path: `$.languages[${index}]`,
            code: "missing_translation",
            message: `What is written in \`${language}\` is translated into \`${one}\` by a model, and none is configured.`,
            hint: "Name one in the server's proxx.yaml (`writer`), or send the script with its `translations`.",
          },
        ],
  );
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
