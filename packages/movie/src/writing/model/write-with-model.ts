import { checkScript, formatJsonPath, type Persona, type Script } from "@proxx/contract";
import type { Article } from "../../article/article.ts";
import type { ModelTask, ScriptModel } from "./ask-model.ts";
import { askTwice, schemaFaults, type Judgement } from "./ask-twice.ts";
import { findUngrounded } from "./find-ungrounded.ts";
import { modelScriptSchema } from "./model-script.ts";
import { sourcePrompt, systemPrompt } from "./prompt.ts";
import { toScriptDocument } from "./to-script-document.ts";

export interface ModelWriting {
  model: ScriptModel;
  language: string;
  seconds: number;
  personas: readonly Persona[];
  /** Refuse a script that says numbers, dates or names which are not in its sources. */
  grounded: boolean;
  signal: AbortSignal | undefined;
}

const TASK: ModelTask = {
  schema: modelScriptSchema,
  name: "script",
  otherwise: "none: without `writer` in proxx.yaml the source's own sentences are taken.",
};

/** Has a model write the script. */
export async function writeWithModel(articles: readonly Article[], writing: ModelWriting): Promise<Script> {
  const { model, signal } = writing;
  const facts = { ...writing, articles };
  return await askTwice(model, {
    task: TASK,
    system: systemPrompt(facts),
    question: sourcePrompt(facts),
    judge: (value) => judge(value, articles, writing),
    signal,
  });
}

function judge(
  value: unknown,
  articles: readonly Article[],
  { language, personas, grounded }: ModelWriting,
): Judgement<Script> {
  const written = modelScriptSchema.safeParse(value);
  if (!written.success) return { faults: schemaFaults(written.error, modelScriptSchema, value) };
  const document = toScriptDocument(written.data, { articles, language, personas });
  const { script, issues } = checkScript(document);
  if (script === null) return { faults: issues.map(({ path, message, hint }) => `${path}: ${message} ${hint}`) };
  const silent = script.sections.flatMap(({ narrations }, index) =>
    narrations.length === 0 ? [`${formatJsonPath(["sections", index, "lines"])}: Nothing is said.`] : [],
  );
  if (silent.length > 0) return { faults: silent };
  const ungrounded = grounded ? findUngrounded(document, { articles, language }) : [];
  const named = ungrounded.map(
    ({ section, kind, text }) => `The ${kind} “${text}” (section “${section}”) is not in the source.`,
  );
  return named.length > 0 ? { faults: named, isUngrounded: true } : { result: script };
}
