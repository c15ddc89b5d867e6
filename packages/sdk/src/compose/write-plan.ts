import { canonicalJson, type JobNode, type Plan, type PlanValidationError } from "@proxx/contract";
import { evaluateComposition, type JobGraph } from "./evaluate-composition.ts";
import { isPipeline, type Pipeline } from "./pipeline.ts";
import type { PlannedJob } from "./planned-job.ts";
import { wordIssues } from "./word-issues.ts";
import { writeJobs } from "./write-jobs.ts";

export interface PlanSource {
  /** Gives the plan to run, for which it may ask what another execution's plan was. */
  write(baseExecutionId: string | null, planOf: (executionId: string) => Promise<Plan>): Plan | Promise<Plan>;
  /** A refusal of that plan, as its author is to read it. */
  word(refusal: PlanValidationError, plan: Plan): PlanValidationError;
}

export function planSource(pipeline: Pipeline): PlanSource {
  return {
    write: (baseExecutionId, planOf) =>
      baseExecutionId === null ? pipeline.toJSON() : writePlanOnBase(pipeline, baseExecutionId, planOf),
    word: wordIssues,
  };
}

/** The whole of a composition as a plan. */
export function writePlan(graph: JobGraph): Plan {
  // Only a base makes a plan that cannot be said.
  return { jobs: writeJobs(graph.jobs, null) ?? [], ...writeOutputs(graph.named, graph.jobs) };
}

/** What is asked for by name, as a plan of these jobs has it. */
function writeOutputs(named: JobGraph["named"], jobs: readonly PlannedJob[]): Pick<Plan, "outputs"> {
  if (named.size === 0) return {};
  return { outputs: Object.fromEntries([...named].map(([name, job]) => [name, `$job${jobs.indexOf(job) + 1}`])) };
}

/**
 * A composition as a plan that builds on another execution. Where the composition begins with the very pipeline that the
 * other execution ran, its jobs are left out and its output is the base's result.
 */
export async function writePlanOnBase(
  pipeline: Pipeline,
  baseExecutionId: string,
  planOf: (executionId: string) => Promise<Plan>,
): Promise<Plan> {
  const leading = leadingPipelines(pipeline);
  if (leading.length > 0) {
    const base = await planOf(baseExecutionId);
    for (const candidate of leading) {
      // oxlint-disable-next-line no-await-in-loop -- a base that has a base asks for its plan too
      const own = base.baseExecutionId
        ? await writePlanOnBase(candidate, base.baseExecutionId, planOf)
        : writePlan(evaluateComposition(candidate.getOperations()));
      if (!isSameWork(own.jobs, base.jobs)) continue;
      const rest = writeWithout(candidate, pipeline);
      if (rest !== null) return { ...rest, baseExecutionId };
    }
  }
  return { ...writePlan(evaluateComposition(pipeline.getOperations())), baseExecutionId };
}

/** The pipelines that a composition begins with, from the longest to the shortest. */
function leadingPipelines(pipeline: Pipeline): Pipeline[] {
  const [first] = pipeline.getOperations();
  return isPipeline(first) ? [first, ...leadingPipelines(first)] : [];
}

function isSameWork(own: readonly JobNode[], others: readonly JobNode[]): boolean {
  return own.length === others.length && canonicalJson(own.map(workOf)) === canonicalJson(others.map(workOf));
}

/** What is left when a plan has been through other hands, which may say what goes without saying. */
function workOf({ id, type, params, dependsOn = [] }: JobNode): unknown {
  return { id, type, params, dependsOn };
}

/** The pipeline's jobs bar those of the one it begins with; null where they need more of that than its output. */
function writeWithout(leading: Pipeline, pipeline: Pipeline): Plan | null {
  const alone = evaluateComposition(leading.getOperations());
  const whole = evaluateComposition(pipeline.getOperations());
  const [output, ...others] = alone.outputs;
  if (output === undefined || others.length > 0 || output.node.yields === "transcript") return null;
  // What comes first in both is numbered alike.
  const count = alone.jobs.length;
  const base = whole.jobs[alone.jobs.indexOf(output)] ?? null;
  const rest = whole.jobs.slice(count);
  const taken = new Set(rest.flatMap(({ inputs, nested }) => [...inputs, ...nested]));
  const asked = new Set(whole.named.values());
  const needsMore = whole.jobs.slice(0, count).some((job) => asked.has(job) || (job !== base && taken.has(job)));
  const jobs = rest.length === 0 || needsMore ? null : writeJobs(rest, base);
  return jobs === null ? null : { jobs, ...writeOutputs(whole.named, rest) };
}
