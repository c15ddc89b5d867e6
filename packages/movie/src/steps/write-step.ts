import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  filesOfScript,
  ProxxError,
  checkScript,
  ScriptValidationError,
  withoutFiles,
  withTranslations,
  type JobContext,
  type OperationOutput,
  type ProducedFile,
  type Resolved,
  type Script,
  type WriteScriptStep,
} from "@proxx/contract";
import { requireReadable } from "../article/read-source.ts";
import type { TextOrigin } from "../article/read-text.ts";
import { formatScript } from "../script-file/write-script-file.ts";
import type { StepDegradation } from "../step-options.ts";
import { languagesLacking, untranslated } from "../translating/languages-lacking.ts";
import { translateScript } from "../translating/translate-script.ts";
import type { StepWorkshop, StepWriter } from "./step-workshop.ts";
import {
  generateScriptFromText,
  type GeneratedScript,
  type GenerateScriptOptions,
} from "../writing/generate-script.ts";

/**
 * The script of a movie as a file, and beside it the text of what it was written from, which its lines point into. It names no
 * files of a machine, whatever its source did.
 */
export async function writeStep(
  params: Resolved<WriteScriptStep>,
  context: JobContext,
  { writer }: Pick<StepWorkshop, "writer">,
): Promise<OperationOutput> {
  const written = await scriptOf(params, context, writer);
  const { articles, degradations } = written;
  const { languages = [], intro, outro } = params;
  const script = withEndsAsked(await translated(written.script, languages, { context, writer }), { intro, outro });
  const path = join(context.workDir, "script.yaml");
  const named = filesOfScript(script);
  await writeFile(path, formatScript(named.length === 0 ? script : withoutFiles(script)));
  const texts: ProducedFile[] = [];
  for (const [index, { text }] of articles.entries()) {
    const source = join(context.workDir, `source-${index + 1}.txt`);
    await writeFile(source, text);
    texts.push({ path: source, kind: "document", mediaType: "text/plain" });
  }
  return {
    files: [{ path, kind: "script", mediaType: "application/yaml" }, ...texts],
    degradations: [...degradations, ...named.map(({ name }) => leftOut(name))],
  };
}

/** The steps after this one know of a movie's beginning and end what the script says. */
function withEndsAsked(script: Script, { intro, outro }: Pick<Resolved<WriteScriptStep>, "intro" | "outro">): Script {
  return {
    ...script,
    ...(intro === undefined ? {} : { intro: script.intro ?? intro }),
    ...(outro === undefined ? {} : { outro: script.outro ?? outro }),
  };
}

/** With what movies in these languages need. What is there already stays as it is. */
async function translated(
  script: Script,
  languages: readonly string[],
  { context: { progress, signal }, writer }: { context: JobContext; writer: StepWriter | undefined },
): Promise<Script> {
  const lacking = languagesLacking(script, languages);
  const where = "Give them in the script, under `translations` beside what they translate.";
  if (lacking.length > 0 && writer === undefined) throw untranslated(script, lacking, where);
  let whole = script;
  for (const language of lacking) {
    if (writer === undefined) continue;
    const found = await translateScript(whole, language, { ...writer, onProgress: progress, signal });
    whole = withTranslations(whole, language, (text) => found.get(text));
  }
  return whole;
}

async function scriptOf(
  { url, text, script: given, languages, language = languages?.[0], seconds }: Resolved<WriteScriptStep>,
  { progress, signal }: JobContext,
  writer: StepWriter | undefined,
): Promise<GeneratedScript> {
  if (given !== undefined) {
    const { script, issues } = checkScript(given);
    if (script === null) throw new ScriptValidationError(issues);
    return { script, articles: [], degradations: [] };
  }
  const options: GenerateScriptOptions = { language, seconds, ...writer, onProgress: progress, signal };
  if (url !== undefined) {
    const [page] = url.files;
    if (page === undefined) throw new TypeError("Expected `url` to be a file");
    const { location = page.path, finalUrl = null, mediaType = null, charset = null } = url.origin ?? {};
    requireReadable(url.shown ?? location, mediaType);
    const isAddress = /^https?:/i.test(location);
    const origin: TextOrigin = {
      name: url.shown ?? location,
      url: isAddress ? (finalUrl ?? location) : null,
      path: isAddress ? null : location,
      charset,
      format: mediaType === "text/markdown" ? "markdown" : undefined,
    };
    return await generateScriptFromText(await readFile(page.path), { ...options, origin });
  }
  const words = text?.transcript?.text.trim() ?? "";
  if (words === "") {
    throw new ProxxError("text_missing", "There is no text to write a script from.", { hint: "Give `text` or `url`." });
  }
  const spoken = text?.transcript?.language ?? undefined;
  return await generateScriptFromText(words, {
    ...options,
    language: language ?? spoken,
    origin: { name: "The text" },
  });
}

function leftOut(name: string): StepDegradation {
  return {
    code: "picture_left_out",
    message: `\`${name}\` is a file of somebody's machine, and is left out.`,
    hint: "Let the page name its pictures by http or https URLs.",
  };
}
