import { join } from "node:path";
import { missingTranslations, ProxxError, withTranslations, type Script } from "@proxx/contract";
import { inStep } from "../in-step.ts";
import { readScriptFile } from "../script-file/read-script-file.ts";
import { writeScriptFile } from "../script-file/write-script-file.ts";
import type { StepOptions } from "../step-options.ts";
import type { ScriptModel } from "../writing/model/ask-model.ts";
import { translateScript } from "./translate-script.ts";

export interface TranslateInFolderOptions extends StepOptions {
  /** Where `script.yaml` lies. */
  folder: string;
  /** In which movies are to be made of it. */
  languages: readonly string[];
  /** Who translates what is missing. @default nobody: what is missing is an error */
  model?: ScriptModel | undefined;
  /** Refuse numbers that the script has not. @default false */
  grounded?: boolean | undefined;
}

/**
 * The script of a folder with all that these languages need. What is missing is translated by the model and written into
 * `script.yaml`, where it is anybody's to change; what stands there is never translated again.
 */
export async function translateInFolder(options: TranslateInFolderOptions): Promise<Script> {
  return await inStep("script", options.signal, () => translateMissing(options));
}

async function translateMissing({ folder, languages, model, ...options }: TranslateInFolderOptions): Promise<Script> {
  const path = join(folder, "script.yaml");
  let script = await readScriptFile(path);
  const lacking = languages.filter((language) => language !== script.language && lacksIn(script, language) > 0);
  if (lacking.length > 0 && model === undefined) throw untranslated(script, lacking, folder);
  for (const language of lacking) {
    if (model === undefined) continue;
    const found = await translateScript(script, language, { ...options, model });
    // Somebody may have changed the script meanwhile: what is translated goes to what still says the same.
    script = withTranslations(await readScriptFile(path), language, (text) => found.get(text));
    await writeScriptFile(path, script);
  }
  return script;
}

function lacksIn(script: Script, language: string): number {
  return missingTranslations(script, language).length;
}

function untranslated(script: Script, languages: readonly string[], folder: string): ProxxError {
  const counts = languages.map((language) => `${lacksIn(script, language)} texts in \`${language}\``);
  const [first = ""] = languages;
  return new ProxxError("text_missing", `The script lacks ${counts.join(", ")}.`, {
    hint: `Write them into script.yaml, under \`translations\` beside what they translate: \`proxx movie check ${folder} --language ${first}\` names each. Or name a model in proxx.yaml (\`writer\`), which translates what is missing.`,
  });
}
