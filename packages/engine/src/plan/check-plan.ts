import {
  MAX_ISSUES,
  tidyIssue,
  type Approach,
  type AspectRatio,
  type Issue,
  type Operation,
  type OutputKind,
  type Plan,
  type ProviderApiKeys,
} from "@proxx/contract";
import { askOperations, type Answer } from "./ask-operations.ts";
import { findUnusedJobs, lastJob, readNamedOutputs, type NamedOutputs } from "./check-ends.ts";
import { linkJobs, type Links } from "./link-jobs.ts";
import { orderJobs } from "./order-jobs.ts";
import { readFrame } from "./read-frame.ts";
import { readParameters, type ParsedJob } from "./read-parameters.ts";
import { shapesAhead } from "./shapes-ahead.ts";
import { findStructureIssues } from "./structure-issues.ts";
import { findUnknownKeys } from "./unknown-provider.ts";

export interface CheckPlanOptions {
  operations: readonly Operation[];
  /** Keys that came with the plan, by the provider's name. @default none */
  providerApiKeys?: ProviderApiKeys | undefined;
  /** Who a plan may have a model of, beside `local`. @default anybody */
  providerNames?: readonly string[] | null | undefined;
  /** Each thing that would be done in a lesser way is an issue. @default false */
  strict?: boolean | undefined;
  /** Whether sources may be files of this machine. @default true */
  allowLocalPaths?: boolean | undefined;
  /** The result of the base execution; null where there is no such execution. @default taken to fit */
  base?: BaseOutput | null | undefined;
  /** What operations have said before, of a plan that was checked then. @default they are asked */
  answers?: ReadonlyMap<string, Answer> | undefined;
}

/** What is known of a base execution's result. */
export interface BaseOutput {
  readonly yields: OutputKind;
  readonly knowsWords: boolean;
}

/** A job that can be run. */
export interface CheckedJob extends Pick<
  ParsedJob,
  "id" | "index" | "ordinal" | "operation" | "params" | "paramsInKey" | "sources"
> {
  readonly type: string;
  /** Jobs that come first, in the order in which they are named. */
  readonly dependencies: readonly string[];
  readonly usesBase: boolean;
  /** Jobs that come after, in the order of the plan. */
  readonly dependents: readonly string[];
  /** How often the output stands in parameters of other jobs, or is asked for by name. */
  readonly timesTaken: number;
  /** No job depends on it. */
  readonly isSink: boolean;
  /** Whether the output will know its words, as far as can be told. */
  readonly knowsWords: boolean;
  /** The shapes to which the jobs after this one cut its picture. */
  readonly cutTo: readonly AspectRatio[];
  readonly approach: Approach;
}

export interface CheckedPlan {
  readonly plan: Plan;
  /** Each after all it depends on; otherwise in the order of the plan. */
  readonly jobs: readonly CheckedJob[];
  /** The job whose output is the result: the last sink that is more than a transcript. */
  readonly resultJob: CheckedJob;
  /** What is asked for beside it. */
  readonly outputs: NamedOutputs;
}

export type PlanCheck = { readonly plan: CheckedPlan } | { readonly issues: readonly Issue[] };

/**
 * Checks the whole plan before anything runs. Every problem at once, each with its place and a hint.
 *
 * @example
 * const checked = await checkPlan(JSON.parse(text), { operations });
 * if ("issues" in checked) throw new PlanValidationError(checked.issues);
 */
export async function checkPlan(rawPlan: unknown, options: CheckPlanOptions): Promise<PlanCheck> {
  const { base, providerApiKeys = {}, providerNames = null, strict = false, allowLocalPaths = true } = options;
  const operations = new Map(options.operations.map((operation) => [operation.signature.type, operation]));

  const structureIssues = findStructureIssues(rawPlan);
  if (structureIssues.length > 0) return refuse(structureIssues);

  const { plan, jobs, ids, hasBase, issues: frameIssues } = readFrame(rawPlan, operations);
  const baseIssues = base === null ? findMissingBase(plan) : [];
  const links = linkJobs(jobs, { ids, hasBase });
  const linkIssues = [...links.values()].flatMap((link) => link.issues);
  const { order, issues: orderIssues } = orderJobs(links);

  const baseKind = hasBase ? (base?.yields ?? "media") : null;
  const { parsed, issues: parameterIssues } = readParameters(jobs, { links, baseKind, allowLocalPaths });

  const baseKnowsWords = base?.knowsWords ?? true;
  const cutTo = shapesAhead(order, parsed);
  const asked =
    options.answers !== undefined
      ? { answers: options.answers, issues: [] }
      : await askOperations(order, {
          jobs: parsed,
          shapesAhead: cutTo,
          providerApiKeys,
          providerNames,
          strict,
          baseKnowsWords,
        });

  const { outputs, issues: outputIssues } = readNamedOutputs(plan, ids);
  // Where names lead nowhere, what seems to be left over may be what they mean.
  const isLinked = [frameIssues, linkIssues, orderIssues, outputIssues].every((found) => found.length === 0);
  const unusedIssues = isLinked ? findUnusedJobs({ jobs, parsed, links, outputs }) : [];

  const keyIssues = findUnknownKeys(providerApiKeys, providerNames);
  const linkage = [linkIssues, orderIssues, outputIssues].flat();
  const issues = [frameIssues, keyIssues, baseIssues, linkage, parameterIssues, asked.issues, unusedIssues].flat();
  if (issues.length > 0 || plan === null) return refuse(issues);
  return { plan: assemble(plan, order, { jobs: parsed, links, answers: asked.answers, outputs, cutTo }) };
}

function refuse(issues: readonly Issue[]): PlanCheck {
  return { issues: issues.slice(0, MAX_ISSUES).map(tidyIssue) };
}

function assemble(plan: Plan, order: readonly string[], stages: Stages): CheckedPlan {
  const wholes = order.map((id) => wholeJob(id, stages));
  const dependents = new Map<string, string[]>();
  const timesTaken = new Map<string, number>();
  for (const id of Object.values(stages.outputs)) timesTaken.set(id, (timesTaken.get(id) ?? 0) + 1);
  for (const { id, dependencies, sources } of wholes.toSorted((a, b) => a.index - b.index)) {
    for (const dependency of dependencies) dependents.set(dependency, [...(dependents.get(dependency) ?? []), id]);
    for (const { from } of sources) {
      if (from.kind === "job") timesTaken.set(from.id, (timesTaken.get(from.id) ?? 0) + 1);
    }
  }
  const jobs = wholes.map((job): CheckedJob => {
    const after = dependents.get(job.id) ?? [];
    return { ...job, dependents: after, timesTaken: timesTaken.get(job.id) ?? 0, isSink: after.length === 0 };
  });
  const resultJob = lastJob(jobs.filter((job) => job.isSink));
  if (resultJob === undefined) throw new Error("Expected a plan without rings to have a last job");
  return { plan, jobs, resultJob, outputs: stages.outputs };
}

interface Stages {
  readonly jobs: ReadonlyMap<string, ParsedJob>;
  readonly links: ReadonlyMap<string, Links>;
  readonly answers: ReadonlyMap<string, Answer>;
  readonly outputs: NamedOutputs;
  readonly cutTo: ReadonlyMap<string, readonly AspectRatio[]>;
}

/** What the stages know of a job, bar what others make of it. */
function wholeJob(id: string, stages: Stages): Omit<CheckedJob, "dependents" | "timesTaken" | "isSink"> {
  const job = stages.jobs.get(id);
  const links = stages.links.get(id);
  const answer = stages.answers.get(id);
  if (job === undefined || links === undefined || answer === undefined) {
    throw new Error(`Expected \`${id}\` to have come through each stage`);
  }
  return {
    id,
    type: job.operation.signature.type,
    index: job.index,
    ordinal: job.ordinal,
    operation: job.operation,
    params: job.params,
    paramsInKey: job.paramsInKey,
    sources: job.sources,
    dependencies: [...links.dependencies.keys()],
    usesBase: job.sources.some(({ from }) => from.kind === "base"),
    knowsWords: answer.knowsWords,
    cutTo: stages.cutTo.get(id) ?? [],
    approach: answer.approach,
  };
}

function findMissingBase(plan: Plan | null): Issue[] {
  return plan?.baseExecutionId === undefined ? [] : [baseNotFound(plan.baseExecutionId)];
}

function baseNotFound(id: string): Issue {
  return {
    path: "$.baseExecutionId",
    code: "base_not_found",
    message: `There is no execution \`${id}\` to build on.`,
    hint: "Give the id of an execution that was started here.",
  };
}
