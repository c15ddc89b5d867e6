import {
  formatJsonPath,
  ProxxError,
  type Approach,
  type AspectRatio,
  type Degradation,
  type Issue,
  type PlanContext,
  type ProviderApiKeys,
} from "@proxx/contract";
import type { PlacedSource } from "./place-sources.ts";
import type { ParsedJob } from "./read-parameters.ts";
import { findUnknownProvider } from "./unknown-provider.ts";

/** What an operation, which has nothing against a job, has said of it. */
export interface Answer {
  readonly approach: Approach;
  /** Whether the output will know its words, as far as can be told. */
  readonly knowsWords: boolean;
}

interface Surroundings {
  /** By id. */
  readonly jobs: ReadonlyMap<string, ParsedJob>;
  readonly providerApiKeys: ProviderApiKeys;
  /** Null where any will do. */
  readonly providerNames: readonly string[] | null;
  /** What stands in for something better is an issue. */
  readonly strict: boolean;
  readonly baseKnowsWords: boolean;
  /** By id, see `shapesAhead`. */
  readonly shapesAhead: ReadonlyMap<string, readonly AspectRatio[]>;
}

/**
 * Lets each operation look at its parameters, and say how it will go about them. By the job's id, each after those it
 * depends on. A job with faults is missing, and is taken to be whatever is needed.
 */
export async function askOperations(
  order: readonly string[],
  about: Surroundings,
): Promise<{ answers: Map<string, Answer>; issues: Issue[] }> {
  const answers = new Map<string, Answer>();
  const issues: Issue[] = [];
  const knows = ({ from }: PlacedSource): boolean => {
    if (from.kind === "job") return answers.get(from.id)?.knowsWords ?? true;
    return from.kind === "base" ? about.baseKnowsWords : from.kind === "text";
  };
  for (const id of order) {
    const job = about.jobs.get(id);
    if (job === undefined) continue;
    const answer = await ask(job, { ...about, knows });
    if ("issues" in answer) issues.push(...answer.issues);
    else answers.set(id, answer);
  }
  return { answers, issues };
}

async function ask(
  job: ParsedJob,
  {
    providerApiKeys,
    providerNames,
    strict,
    shapesAhead,
    knows,
  }: Surroundings & { knows: (source: PlacedSource) => boolean },
): Promise<Answer | { issues: Issue[] }> {
  const { operation, ordinal, params, sources, writtenAs } = job;
  const context: PlanContext = {
    ordinal,
    providerApiKeys,
    knowsWords: (param) => sources.some((source) => source.path[0] === param && knows(source)),
    cutTo: shapesAhead.get(job.id) ?? [],
  };
  const placeOf = (path: string) => placeInPlan(path, job.index, writtenAs);
  const unknown = findUnknownProvider(job, providerNames);
  if (unknown !== null) return { issues: [unknown] };
  try {
    const found = (await operation.check?.(params, context)) ?? [];
    if (found.length > 0) return { issues: found.map((issue) => ({ ...issue, path: placeOf(issue.path) })) };
    const approach = await operation.approach(params, context);
    if (strict && approach.degradations.length > 0) {
      return { issues: approach.degradations.map((degradation) => strictIssue(degradation, placeOf("$"))) };
    }
    const knowsWords = operation.knowsWords?.(context) ?? operation.signature.yields === "transcript";
    return { approach, knowsWords };
  } catch (error) {
    if (!(error instanceof ProxxError)) throw error;
    const path = placeOf(job.written["model"] === undefined ? "$" : "$.model");
    return { issues: [{ path, code: error.code, message: error.message, hint: error.hint }] };
  }
}

/** The operation's path, which begins below `params`, as one of the plan, in the plan's own words. */
function placeInPlan(path: string, index: number, writtenAs: ReadonlyMap<string, string>): string {
  const below = path.replace(/^\$?\.?/, "").replace(/^\w+/, (param) => writtenAs.get(param) ?? param);
  return formatJsonPath(["jobs", index, "params"]) + (below === "" || below.startsWith("[") ? below : `.${below}`);
}

function strictIssue({ code, message, hint }: Omit<Degradation, "jobId">, path: string): Issue {
  return { path, code, message, hint };
}
