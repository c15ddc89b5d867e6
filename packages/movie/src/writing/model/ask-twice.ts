import { describeSchemaIssues, errorMessage, ProxxError } from "@proxx/contract";
import type { ModelMessage } from "ai";
import type { z } from "zod";
import { askModel, type ModelTask, type ScriptModel } from "./ask-model.ts";

/** What an answer comes to: something usable, or all that is wrong with it. */
export type Judgement<Result> = { result: Result } | { faults: readonly string[]; isUngrounded?: boolean };

interface Question<Result> {
  task: ModelTask;
  system: string;
  question: string;
  judge: (answer: unknown) => Judgement<Result>;
  signal: AbortSignal | undefined;
}

/** More faults than these are not sent back: a model that made so many does not mend them by a list. */
const MOST_TOLD = 30;

/**
 * Has a model answer with a document. An answer that is not as asked for goes back once, with all that is wrong with it; a
 * second one is an error that names what is still wrong.
 */
export async function askTwice<Result>(
  model: ScriptModel,
  { task, system, question, judge, signal }: Question<Result>,
): Promise<Result> {
  const messages: ModelMessage[] = [{ role: "user", content: question }];
  const judged = (answer: string): Judgement<Result> => {
    const json = readJson(answer);
    return "fault" in json ? { faults: [json.fault] } : judge(json.value);
  };
  const answer = await askModel(model, { task, system, messages, signal });
  const first = judged(answer);
  if ("result" in first) return first.result;
  messages.push({ role: "assistant", content: answer === "" ? "(nothing)" : answer });
  messages.push({ role: "user", content: repairPrompt(first.faults.slice(0, MOST_TOLD)) });
  const second = judged(await askModel(model, { task, system, messages, signal }));
  if ("result" in second) return second.result;
  const [fault = "it is not valid", ...others] = second.faults;
  const more = others.length > 0 ? ` ${others.slice(0, 7).join(" ")}` : "";
  throw new ProxxError("result_unusable", `The model ${model.model} wrote no usable ${task.name}: ${fault}${more}`, {
    hint:
      second.isUngrounded === true
        ? `It says what the source does not. Try again, use another model, or ${task.otherwise}`
        : `It was asked twice. Use a model that keeps to a JSON Schema, or ${task.otherwise}`,
  });
}

/** What an answer has that its schema has not. */
export function schemaFaults({ issues }: z.ZodError, schema: z.ZodType, value: unknown): string[] {
  const subject = { schema, value, path: [], subject: "the answer" };
  return describeSchemaIssues(issues, subject).map(({ path, message }) => `${path}: ${message}`);
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
