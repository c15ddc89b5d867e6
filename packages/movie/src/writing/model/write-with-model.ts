import {
  checkScript,
  describeSchemaIssues,
  errorMessage,
  formatJsonPath,
  ProxxError,
  type Persona,
  type Script,
} from "@proxx/contract";
import type { ModelMessage } from "ai";
import type { Article } from "../../article/article.ts";
import { askModel, type ScriptModel } from "./ask-model.ts";
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

/** More faults than these are not sent back: a model that made so many does not mend them by a list. */
const MOST_TOLD = 30;

/**
 * Has a model write the script. An answer that is not as asked for goes back once, with all that is wrong with it; a second
 * one is an error that names what is still wrong.
 */
export async function writeWithModel(articles: readonly Article[], writing: ModelWriting): Promise<Script> {
  const { model, signal } = writing;
  const facts = { ...writing, articles };
  const system = systemPrompt(facts);
  const messages: ModelMessage[] = [{ role: "user", content: sourcePrompt(facts) }];
  const answer = await askModel(model, { system, messages, signal });
  const first = judge(answer, articles, writing);
  if (first.script !== null) return first.script;
  messages.push({ role: "assistant", content: answer === "" ? "(nothing)" : answer });
  messages.push({ role: "user", content: repairPrompt(first.faults) });
  const second = judge(await askModel(model, { system, messages, signal }), articles, writing);
  if (second.script !== null) return second.script;
  const [fault = "it is not valid"] = second.faults;
  const more = second.faults.length > 1 ? ` ${second.faults.slice(1, 8).join(" ")}` : "";
  throw new ProxxError("result_unusable", `The model ${model.model} wrote no usable script: ${fault}${more}`, {
    hint: second.isUngrounded
      ? "It says what the source does not. Try again, use another model, or none: without `writer` in proxx.yaml the source's own sentences are taken."
      : "It was asked twice. Use a model that keeps to a JSON Schema, or none: without `writer` in proxx.yaml the source's own sentences are taken.",
  });
}

interface Judgement {
  script: Script | null;
  faults: string[];
  isUngrounded: boolean;
}

function judge(
  answer: string,
  articles: readonly Article[],
  { language, personas, grounded }: ModelWriting,
): Judgement {
  const refuse = (faults: string[], isUngrounded = false) => ({
    script: null,
    faults: faults.slice(0, MOST_TOLD),
    isUngrounded,
  });
  const json = readJson(answer);
  if ("fault" in json) return refuse([json.fault]);
  const written = modelScriptSchema.safeParse(json.value);
  if (!written.success) {
    const subject = { schema: modelScriptSchema, value: json.value, path: [], subject: "the answer" };
    return refuse(
      describeSchemaIssues(written.error.issues, subject).map(({ path, message }) => `${path}: ${message}`),
    );
  }
  const document = toScriptDocument(written.data, { articles, language, personas });
  const { script, issues } = checkScript(document);
  if (script === null) return refuse(issues.map(({ path, message, hint }) => `${path}: ${message} ${hint}`));
  const silent = script.sections.flatMap(({ narrations }, index) =>
    narrations.length === 0 ? [`${formatJsonPath(["sections", index, "lines"])}: Nothing is said.`] : [],
  );
  if (silent.length > 0) return refuse(silent);
  const ungrounded = grounded ? findUngrounded(document, { articles, language }) : [];
  const named = ungrounded.map(
    ({ section, kind, text }) => `The ${kind} “${text}” (section “${section}”) is not in the source.`,
  );
  return named.length > 0 ? refuse(named, true) : { script, faults: [], isUngrounded: false };
}

/** The JSON of an answer, without the fence that models like to put around it. */
function readJson(answer: string): { value: unknown } | { fault: string } {
  const fenced = /```(?:json)?\s*([\s\S]*?)```/.exec(answer)?.[1] ?? answer;
  const text = fenced.slice(Math.max(0, fenced.indexOf("{")), fenced.lastIndexOf("}") + 1);
  if (text.trim() === "") return { fault: "The answer has no JSON object." };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { fault: `The answer is not JSON: ${errorMessage(error)}.` };
  }
}

function repairPrompt(faults: readonly string[]): string {
  return `That is not usable:\n${faults.map((fault) => `- ${fault}`).join("\n")}\nWrite the whole JSON object again, with these faults mended.`;
}
