import {
  mapLeaves,
  MAX_ISSUES,
  quoteString,
  Reference,
  tidyIssue,
  type Approach,
  type Issue,
  type Operation,
  type OutputKind,
  type Plan,
} from "@proxx/contract";
import { askOperation, type AskedJob } from "./ask-operation.ts";
import type { PlacedSource } from "./place-sources.ts";
import { readPlanFrame } from "./plan-frame.ts";
import { findRings, orderJobs } from "./plan-order.ts";
import { linkJob } from "./plan-references.ts";
import { findStructureIssues } from "./plan-structure.ts";
import { readParameters } from "./read-parameters.ts";
import { valueAt } from "./schema-issues.ts";

export interface CheckPlanOptions {
  operations: readonly Operation[];
  /** The key for a provider, or null. @default none */
  providerKey?: ((provider: string) => string | null) | undefined;
  /** Each thing that would be done in a lesser way is an issue. @default false */
  strict?: boolean | undefined;
  /** Whether sources may be files of this machine. @default true */
  allowLocalPaths?: boolean | undefined;
  /** The result of the base execution; null where there is no such execution. @default taken to fit */
  base?: BaseOutput | null | undefined;
}

/** What is known of a base execution's result. */
export interface BaseOutput {
  readonly yields: OutputKind;
  readonly knowsWords: boolean;
}

export interface CheckedJob {
  readonly id: string;
  readonly type: string;
  /** In the plan. */
  readonly index: number;
  /** The number of this job among those of its type, from 1. */
  readonly ordinal: number;
  readonly operation: Operation;
  /** As written, with the inputs that were left out put in. */
  readonly rawParams: Readonly<Record<string, unknown>>;
  readonly params: unknown;
  readonly sources: readonly PlacedSource[];
  /** Jobs that come first, in the order in which they are named. */
  readonly dependencies: readonly string[];
  readonly usesBase: boolean;
  /** Jobs that come after, in the order of the plan. */
  readonly dependents: readonly string[];
  /** How often the output stands in parameters of other jobs. */
  readonly timesTaken: number;
  /** No job depends on it. */
  readonly isSink: boolean;
  /** Whether the output will know its words, as far as can be told. */
  readonly knowsWords: boolean;
  readonly approach: Approach;
}

export interface CheckedPlan {
  readonly plan: Plan;
  /** Each after all it depends on; otherwise in the order of the plan. */
  readonly jobs: readonly CheckedJob[];
  /** The job whose output is the result: the last sink that is more than a transcript. */
  readonly resultJob: CheckedJob;
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
  const structure = findStructureIssues(rawPlan);
  if (structure.length > 0) return refuse(structure);
  const operations = new Map(options.operations.map((operation) => [operation.signature.type, operation]));
  const { plan, jobs: framed, ids, issues: frameIssues } = readPlanFrame(rawPlan, operations);
  const issues = [...frameIssues];
  const hasBase = typeof rawPlan === "object" && valueAt(rawPlan, ["baseExecutionId"]) !== undefined;
  if (plan?.baseExecutionId !== undefined && options.base === null) issues.push(baseNotFound(plan.baseExecutionId));

  const links = framed.map((job) => linkJob(job, { ids, hasBase }));
  const linkIssues = new Map(links.map((link) => [link.job.index, link.issues]));
  issues.push(...links.flatMap((link) => link.issues));
  const linked = links.map((link) => link.job);
  const ordered = orderJobs(linked);
  issues.push(...findRings(linked, ordered));

  const read = readParameters(linked, {
    baseKind: hasBase ? (options.base?.yields ?? "media") : null,
    allowLocalPaths: options.allowLocalPaths ?? true,
    linkIssues: (index) => linkIssues.get(index) ?? [],
  });
  issues.push(...read.issues);
  const asked = new Map<string, AskedJob>();
  const about = {
    providerKey: options.providerKey ?? (() => null),
    strict: options.strict ?? false,
    baseKnowsWords: options.base?.knowsWords ?? true,
  };
  for (const { node } of ordered) {
    const job = read.jobs.get(node.id);
    if (job === undefined) continue;
    const answer = await askOperation(job, asked, about);
    if ("issues" in answer) issues.push(...answer.issues);
    else asked.set(node.id, answer.job);
  }
  if (issues.length > 0 || plan === null) return refuse(issues);
  return { plan: assemble(plan, [...asked.values()]) };
}

function refuse(issues: readonly Issue[]): PlanCheck {
  return { issues: issues.slice(0, MAX_ISSUES).map(tidyIssue) };
}

function assemble(plan: Plan, asked: readonly AskedJob[]): CheckedPlan {
  const inPlanOrder = asked.toSorted((a, b) => a.index - b.index);
  const dependents = new Map<string, string[]>();
  const timesTaken = new Map<string, number>();
  for (const { node, dependencies, sources } of inPlanOrder) {
    for (const id of dependencies.keys()) dependents.set(id, [...(dependents.get(id) ?? []), node.id]);
    for (const { from } of sources) {
      if (from.kind === "job") timesTaken.set(from.id, (timesTaken.get(from.id) ?? 0) + 1);
    }
  }
  const jobs = asked.map((job): CheckedJob => {
    const after = dependents.get(job.node.id) ?? [];
    return {
      id: job.node.id,
      type: job.node.type,
      index: job.index,
      ordinal: job.ordinal,
      operation: job.operation,
      rawParams: asWritten(job.rawParams),
      params: job.parsed,
      sources: job.sources,
      dependencies: [...job.dependencies.keys()],
      usesBase: job.sources.some(({ from }) => from.kind === "base"),
      dependents: after,
      timesTaken: timesTaken.get(job.node.id) ?? 0,
      isSink: after.length === 0,
      knowsWords: job.knowsWords,
      approach: job.approach,
    };
  });
  const sinks = jobs.filter((job) => job.isSink).toSorted((a, b) => b.index - a.index);
  const resultJob = sinks.find((job) => job.operation.signature.yields !== "transcript") ?? sinks[0];
  if (resultJob === undefined) throw new Error("Expected a plan without rings to have a last job");
  return { plan, jobs, resultJob };
}

/** The parameters as a plan has them: references and escapes back in their strings. */
function asWritten(params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const write = (leaf: unknown) => {
    if (leaf instanceof Reference) return leaf.toJSON();
    return typeof leaf === "string" ? quoteString(leaf) : leaf;
  };
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, mapLeaves(value, write)]));
}

function baseNotFound(id: string): Issue {
  return {
    path: "$.baseExecutionId",
    code: "base_not_found",
    message: `There is no execution \`${id}\` to build on.`,
    hint: "Give the id of an execution that was started here.",
  };
}
