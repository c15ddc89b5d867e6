import {
  formatJsonPath,
  ProxxError,
  type Approach,
  type Degradation,
  type Issue,
  type PlanContext,
} from "@proxx/contract";
import type { ReadJob } from "./read-parameters.ts";

/** A job whose operation has nothing against it, and has said how it will be done. */
export interface AskedJob extends ReadJob {
  readonly approach: Approach;
  readonly knowsWords: boolean;
}

/** Lets the operation look at its parameters, and say how it will go about them. */
export async function askOperation(
  job: ReadJob,
  /** The jobs before it, by id. One that has faults is missing, and is taken to be whatever is needed. */
  before: ReadonlyMap<string, AskedJob>,
  about: {
    providerKey: (provider: string) => string | null;
    /** What stands in for something better is an issue. */
    strict: boolean;
    baseKnowsWords: boolean;
  },
): Promise<{ job: AskedJob } | { issues: Issue[] }> {
  const context: PlanContext = {
    ordinal: job.ordinal,
    providerKey: about.providerKey,
    knowsWords: (param) => job.sources.some((source) => source.path[0] === param && knows(source)),
  };
  const knows = ({ from }: ReadJob["sources"][number]): boolean => {
    if (from.kind === "job") return before.get(from.id)?.knowsWords ?? true;
    return from.kind === "base" ? about.baseKnowsWords : from.kind === "text";
  };
  const { operation, parsed } = job;
  try {
    const found = (await operation.check?.(parsed, context)) ?? [];
    if (found.length > 0) return { issues: found.map((issue) => ({ ...issue, path: placeOf(job, issue.path) })) };
    const approach = await operation.approach(parsed, context);
    if (about.strict && approach.degradations.length > 0) {
      return { issues: approach.degradations.map((degradation) => strictIssue(job, degradation)) };
    }
    const knowsWords = operation.knowsWords?.(parsed, context) ?? operation.signature.yields === "transcript";
    return { job: { ...job, approach, knowsWords } };
  } catch (error) {
    if (!(error instanceof ProxxError)) throw error;
    const path = placeOf(job, "model" in job.rawParams ? "$.model" : "$");
    return { issues: [{ path, code: error.code, message: error.message, hint: error.hint }] };
  }
}

/** The operation's path, which begins below `params`, as one of the plan, in the plan's own words. */
function placeOf({ index, writtenAs }: ReadJob, path: string): string {
  const below = path.replace(/^\$?\.?/, "").replace(/^\w+/, (param) => writtenAs.get(param) ?? param);
  return formatJsonPath(["jobs", index, "params"]) + (below === "" || below.startsWith("[") ? below : `.${below}`);
}

function strictIssue(job: ReadJob, { code, message, hint }: Omit<Degradation, "jobId">): Issue {
  return { path: placeOf(job, "$"), code, message, hint };
}
