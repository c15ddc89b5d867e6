import { describeValue, isPlainObject, type Execution, type Plan, type planSchema } from "@proxx/contract";
import type { z } from "zod";
import { readEnvironment } from "./environment.ts";
import { execute, openTarget, type Effects } from "./execute.ts";
import { readExecuteOptions, type ExecuteOptions } from "./execute-options.ts";
import type { PipelineExecution } from "./pipeline-execution.ts";

/** A plan as it is written: what goes without saying may be left out. */
export type PlanInput = z.input<typeof planSchema>;

/**
 * Runs a plan that was written elsewhere: by `toJSON()`, by hand, by a program. Its strings are taken as they are, `"$job1"`
 * as a reference. What the options say of base and webhook goes before what the plan says.
 *
 * @example
 * const execution = await executePlan({
 *   jobs: [
 *     { id: "clip", type: "generate", params: { prompt: "A sunset" } },
 *     { id: "tall", type: "reframe", params: { video: "$clip", aspectRatio: "9:16" } },
 *   ],
 * });
 */
export function executePlan(plan: PlanInput, options: ExecuteOptions = {}): Promise<PipelineExecution> {
  return executeWrittenPlan(plan, options, {});
}

export async function executeWrittenPlan(
  plan: PlanInput,
  options: ExecuteOptions,
  effects: Effects,
): Promise<PipelineExecution> {
  const given: unknown = plan;
  if (!isPlainObject(given) || !Array.isArray(given["jobs"]) || !given["jobs"].every(isPlainObject)) {
    throw new TypeError(`Expected \`plan\` to be an object with a list of \`jobs\`, got ${describeValue(given)}`);
  }
  // Everything else about it is for the engine to check, which does it whole.
  const whole: Plan = { ...plan, jobs: plan.jobs.map((job) => ({ ...job, params: job.params ?? {} })) };
  // Its author knows its places, and no builders.
  return execute({ write: () => whole, word: (refusal) => refusal }, options, [], effects);
}

/**
 * How an execution stands, for whoever has kept no more than its id.
 *
 * @example
 * const { status, result } = await getExecutionStatus("exec_abc123", { apiUrl: "https://proxx.example.com" });
 */
export async function getExecutionStatus(
  executionId: string,
  options: Pick<ExecuteOptions, "apiKey" | "apiUrl" | "fetch" | "signal"> = {},
): Promise<Execution> {
  if (typeof executionId !== "string" || executionId === "") {
    throw new TypeError(`Expected \`executionId\` to be a non-empty string, got ${describeValue(executionId)}`);
  }
  const settings = readExecuteOptions(options, readEnvironment());
  const target = await openTarget(settings, () => {}, {});
  return target.statusOf(executionId, settings.signal);
}
