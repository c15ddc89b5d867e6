import {
  checkScript,
  formatJsonPath,
  missingTranslations,
  withTranslations,
  type Script,
  type TranslatableText,
  type Translation,
} from "@proxx/contract";
import { z } from "zod";
import { otherLanguageOf } from "../check/look/language-of-line.ts";
import type { StepOptions } from "../step-options.ts";
import type { ModelTask, ScriptModel } from "../writing/model/ask-model.ts";
import { askTwice, schemaFaults, type Judgement } from "../writing/model/ask-twice.ts";
import { numbersIn } from "../writing/model/numbers-in.ts";
import { textsPrompt, translatorPrompt } from "./translator-prompt.ts";

export interface TranslateOptions extends StepOptions {
  model: ScriptModel;
  /** Refuse numbers that the text has not. @default false */
  grounded?: boolean | undefined;
}

const answerSchema = z.strictObject({
  translations: z.array(
    z.strictObject({
      number: z.number().meta({ description: "Of the text" }),
      text: z.string(),
      reading: z.string().nullable().meta({ description: "Japanese lines: the whole line in katakana; else null" }),
    }),
  ),
});

const TASK: ModelTask = {
  schema: answerSchema,
  name: "translation",
  otherwise: "translate what is missing yourself: `proxx movie check` names it.",
};

/** As many texts as a model answers at once without leaving some out. */
const MOST_AT_ONCE = 60;
const LONGEST_AT_ONCE = 8000;

/** What a model makes of the texts of a script that are not there in a language yet, by what they say. */
export async function translateScript(
  script: Script,
  language: string,
  { model, grounded = false, onProgress, signal }: TranslateOptions,
): Promise<Map<string, Translation>> {
  const found = new Map<string, Translation>();
  const batches = batchesOf(missingTranslations(script, language));
  for (const [index, batch] of batches.entries()) {
    onProgress?.(index, batches.length, `translating into ${language}`);
    const translated = await askTwice(model, {
      task: TASK,
      system: translatorPrompt(script, language),
      question: textsPrompt(batch),
      judge: (answer) => judge(answer, batch, { script, language, grounded }),
      signal,
    });
    for (const [text, translation] of translated) found.set(text, translation);
  }
  return found;
}

/** Texts that say the same are asked for once; where one of them is spoken, as a line. */
function batchesOf(missing: readonly TranslatableText[]): TranslatableText[][] {
  const lines = missing.filter(({ isSpoken }) => isSpoken);
  const first = new Map([...missing, ...lines].map((one) => [one.text, one]));
  const batches: TranslatableText[][] = [];
  let length = Infinity;
  for (const one of first.values()) {
    const last = batches.at(-1);
    if (last === undefined || last.length >= MOST_AT_ONCE || length + one.text.length > LONGEST_AT_ONCE) {
      batches.push([one]);
      length = one.text.length;
    } else {
      last.push(one);
      length += one.text.length;
    }
  }
  return batches;
}

function judge(
  answer: unknown,
  batch: readonly TranslatableText[],
  { script, language, grounded }: { script: Script; language: string; grounded: boolean },
): Judgement<Map<string, Translation>> {
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) return { faults: schemaFaults(parsed.error, answerSchema, answer) };
  const byNumber = new Map(parsed.data.translations.map((one) => [one.number, one]));
  const found = new Map<string, Translation>();
  const faults: string[] = [];
  const ungrounded: string[] = [];
  for (const [index, { text, isSpoken }] of batch.entries()) {
    const said = byNumber.get(index + 1);
    if (said === undefined || said.text.trim() === "") {
      faults.push(`Text ${index + 1} is not translated.`);
      continue;
    }
    const { reading } = said;
    const translated = said.text.trim();
    const other = isSpoken ? otherLanguageOf(translated, language) : null;
    if (other !== null) faults.push(`Text ${index + 1} is in ${other}, and not in ${language}.`);
    if (grounded) ungrounded.push(...inventedNumbers(text, translated).map((number) => notThere(number, index)));
    found.set(text, { text: translated, ...(isSpoken && reading !== null && reading !== "" ? { reading } : {}) });
  }
  if (faults.length > 0) return { faults };
  if (ungrounded.length > 0) return { faults: ungrounded, isUngrounded: true };
  const unfit = faultsOfScript(script, batch, { language, found });
  return unfit.length > 0 ? { faults: unfit } : { result: found };
}

/** What a script with these translations in it has that no script may have, such as a title that is too long. */
function faultsOfScript(
  script: Script,
  batch: readonly TranslatableText[],
  { language, found }: { language: string; found: ReadonlyMap<string, Translation> },
): string[] {
  const { issues } = checkScript(withTranslations(script, language, (text) => found.get(text)));
  const numbers = new Map(batch.map(({ translationPath }, index) => [formatJsonPath(translationPath), index + 1]));
  return issues.map(({ path, message }) => `Text ${numbers.get(path) ?? path}: ${message}`);
}

function inventedNumbers(text: string, translated: string): string[] {
  const known = numbersIn(text).map(({ value }) => value);
  return numbersIn(translated)
    .filter((number) => /\d/u.test(number.text) && !known.includes(number.value))
    .map((number) => number.text);
}

function notThere(number: string, index: number): string {
  return `The number “${number}” of text ${index + 1} is not in what it translates.`;
}
