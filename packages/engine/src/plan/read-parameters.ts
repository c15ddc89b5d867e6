import { describeSchemaIssues, type Issue, type OutputKind } from "@proxx/contract";
import { fillInputs } from "./fill-inputs.ts";
import type { Links } from "./link-jobs.ts";
import { checkSource, placeSources, type PlacedSource } from "./place-sources.ts";
import type { ReadJob } from "./read-frame.ts";

/** A job whose parameters are right by themselves. */
export interface ParsedJob extends ReadJob {
  /** Parsed by the operation's schema, with a `Source` wherever something is put in before it runs. */
  readonly params: unknown;
  /** The same as JSON, for the job's key: shapes and texts as they were said, the places of other inputs empty. */
  readonly paramsInKey: unknown;
  readonly sources: readonly PlacedSource[];
  /** By parameter, the name it goes by in the plan. */
  readonly writtenAs: ReadonlyMap<string, string>;
}

interface Surroundings {
  readonly links: ReadonlyMap<string, Links>;
  /** Null where there is no base execution. */
  readonly baseKind: OutputKind | null;
  readonly allowLocalPaths: boolean;
}

/**
 * Puts the inputs in that were left out, parses what there is, and finds the sources in it. By the job's id, in
 * the order of the plan; a job whose parameters have faults is missing.
 */
export function readParameters(
  jobs: ReadonlyMap<string, ReadJob>,
  { links, ...about }: Surroundings,
): { parsed: Map<string, ParsedJob>; issues: Issue[] } {
  const parsed = new Map<string, ParsedJob>();
  const issues: Issue[] = [];
  const kindOf = (id: string) => jobs.get(id)?.operation.signature.yields ?? "media";
  for (const [id, job] of jobs) {
    const { dependencies, issues: told } = links.get(id) ?? { dependencies: new Map(), issues: [] };
    const read = readOne(job, { ...about, kindOf, dependencies: new Set(dependencies.keys()) });
    if (read.issues.length === 0 && read.parsed !== null) parsed.set(id, read.parsed);
    issues.push(...read.issues.filter((issue) => !followsFrom(issue, [...read.issues, ...told])));
  }
  return { parsed, issues };
}

function readOne(
  job: ReadJob,
  about: Omit<Surroundings, "links"> & { kindOf: (id: string) => OutputKind; dependencies: ReadonlySet<string> },
): { parsed: ParsedJob | null; issues: Issue[] } {
  const { type, params: schema } = job.operation.signature;
  const path = ["jobs", job.index, "params"];
  const { written, writtenAs, issues } = fillInputs(job, about);
  const outcome = schema.safeParse(written);
  if (!outcome.success) {
    // Told by the names that stand in the plan.
    const nameInPlan = (param: PropertyKey) => writtenAs.get(String(param)) ?? param;
    const value = Object.fromEntries(Object.entries(written).map(([param, one]) => [nameInPlan(param), one]));
    const found = outcome.error.issues.map((issue) => {
      const [param, ...rest] = issue.path;
      return param === undefined ? issue : { ...issue, path: [nameInPlan(param), ...rest] };
    });
    const subject = { schema, value, path, subject: `\`${type}\`` };
    return { parsed: null, issues: [...issues, ...describeSchemaIssues(found, subject)] };
  }
  const params = outcome.data;
  const { sources, paramsInKey, issues: misplaced } = placeSources(params, { written, writtenAs, path });
  const misfits = sources.flatMap((source) => checkSource(source, about));
  return {
    parsed: { ...job, params, paramsInKey, sources, writtenAs },
    issues: [...issues, ...misplaced, ...misfits],
  };
}

/** What only is wrong because something else is that is told already: an input is missing whose reference leads nowhere. */
function followsFrom(issue: Issue, others: readonly Issue[]): boolean {
  if (issue.code === "missing_input") return others.some(({ code }) => ABOUT_INPUTS.has(code));
  return others.some(({ path, code }) => path === issue.path && code === "unknown_reference" && code !== issue.code);
}

const ABOUT_INPUTS: ReadonlySet<string> = new Set([
  "unknown_reference",
  "self_reference",
  "base_missing",
  "duplicate_dependency",
  "reference_not_allowed",
  "wrong_kind",
  "too_many_inputs",
]);
