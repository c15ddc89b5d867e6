import { readFile } from "node:fs/promises";
import { checkScript, errorMessage, ProxxError, ScriptValidationError, type Issue, type Script } from "@proxx/contract";
import { parseYaml } from "./parse-yaml.ts";

/** Reads `script.yaml`. Throws `ScriptValidationError` with every fault, each with its line and column. */
export async function readScriptFile(path: string): Promise<Script> {
  return parseScript(await readScriptText(path));
}

/** Reads a script from its YAML, which may be JSON. */
export function parseScript(text: string): Script {
  const yaml = parseYaml(text);
  if (yaml.issues.length > 0) throw new ScriptValidationError(yaml.issues);
  const { script, issues } = checkScript(yaml.value);
  if (script === null) throw new ScriptValidationError(issues.map((issue) => placed(issue, yaml.placeOf(issue.path))));
  return script;
}

function placed(issue: Issue, place: string): Issue {
  return { ...issue, message: `${issue.message.replace(/\.$/, "")} (${place}).` };
}

async function readScriptText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new ProxxError("document_unreadable", `Cannot read the script ${path}: ${errorMessage(error)}.`, {
      hint: "`proxx movie script URL` writes one.",
      cause: error,
    });
  }
}
