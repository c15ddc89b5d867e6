import { join } from "node:path";
import { withTranslations, type Script } from "@proxx/contract";
import { inStep } from "../in-step.ts";
import { readScriptFile } from "../script-file/read-script-file.ts";
import { writeScriptFile } from "../script-file/write-script-file.ts";
import type { StepOptions } from "../step-options.ts";
import type { ScriptModel } from "../writing/model/ask-model.ts";
import { languagesLacking, untranslated } from "./languages-lacking.ts";
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
  const lacking = languagesLacking(script, languages);
  if (lacking.length > 0 && model === undefined) {
    const check = `\`proxx movie check ${folder} --language ${lacking[0]}\` names each`;
    const where = `Write them into script.yaml, under \`translations\` beside what they translate: ${check}.`;
    throw untranslated(script, lacking, where);
  }
  for (const language of lacking) {
    if (model === undefined) continue;
    const found = await translateScript(script, language, { ...options, model });
    // Somebody may have changed the script meanwhile: what is translated goes to what still says the same.
    script = withTranslations(await readScriptFile(path), language, (text) => found.get(text));
    await writeScriptFile(path, script);
  }
  return script;
}
