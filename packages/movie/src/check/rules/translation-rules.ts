import { languagesOfScript, missingTranslations } from "@proxx/contract";
import type { Rule } from "./rule.ts";

/** What a script lacks in the other languages that it has begun to be in. */
export const TRANSLATION_RULES: readonly Rule[] = [
  {
    code: "missing_translation",
    severity: "error",
    hint: "Write it there, or let `proxx movie render --language` have it translated by a model.",
    *find({ script }) {
      for (const language of languagesOfScript(script).slice(1)) {
        for (const { text, translationPath: at } of missingTranslations(script, language)) {
          yield { at, message: `“${text}” is not there in \`${language}\`.` };
        }
      }
    },
  },
];
