import type { Issue, OutputKind } from "@proxx/contract";
import { fillInputs } from "./fill-inputs.ts";
import { checkSource, placeSources, type PlacedSource } from "./place-sources.ts";
import type { LinkedJob } from "./plan-references.ts";
import { describeSchemaIssues } from "./schema-issues.ts";

/** A job whose parameters are right by themselves. */
export interface ReadJob extends LinkedJob {
  readonly ordinal: number;
  readonly rawParams: Readonly<Record<string, unknown>>;
  readonly parsed: unknown;
  readonly sources: readonly PlacedSource[];
  readonly writtenAs: ReadonlyMap<string, string>;
}

/** Puts the inputs in that were left out, parses what there is, and finds the sources in it. */
export function readParameters(
  linked: readonly LinkedJob[],
  /** `baseKind` is null where there is no base execution. */
  {
    baseKind,
    allowLocalPaths,
    linkIssues,
  }: {
    baseKind: OutputKind | null;
    allowLocalPaths: boolean;
    /** What is told already of how a job names others. */
    linkIssues: (index: number) => readonly Issue[];
  },
): { jobs: Map<string, ReadJob>; issues: Issue[] } {
  const jobs = new Map<string, ReadJob>();
  const issues: Issue[] = [];
  const yields = new Map(linked.map((job) => [job.node.id, job.operation.signature.yields]));
  const kindOf = (id: string) => yields.get(id) ?? "media";
  const counts = new Map<string, number>();
  for (const job of linked) {
    const { signature } = job.operation;
    const ordinal = (counts.get(signature.type) ?? 0) + 1;
    counts.set(signature.type, ordinal);
    const filled = fillInputs(job, { kindOf, baseKind });
    const { params, writtenAs } = filled;
    const path = ["jobs", job.index, "params"];
    const found = [...filled.issues];
    const parsed = signature.params.safeParse(params);
    if (parsed.success) {
      const placed = placeSources(parsed.data, { params, writtenAs, path });
      found.push(...placed.issues);
      for (const source of placed.sources) found.push(...checkSource(source, { kindOf, baseKind, allowLocalPaths }));
      const whole = { ...job, ordinal, rawParams: params, parsed: parsed.data, sources: placed.sources, writtenAs };
      if (found.length === 0) jobs.set(job.node.id, whole);
    } else {
      const subject = { schema: signature.params, value: params, path, subject: `\`${signature.type}\`` };
      found.push(...describeSchemaIssues(parsed.error.issues, subject));
    }
    issues.push(...found.filter((issue) => !followsFrom(issue, [...found, ...linkIssues(job.index)])));
  }
  return { jobs, issues };
}

/** What only is wrong because something else is that is told already: an input is missing whose reference leads nowhere. */
function followsFrom(issue: Issue, others: readonly Issue[]): boolean {
  if (issue.code === "missing_input") return others.some(({ code }) => ABOUT_INPUTS.includes(code));
  return others.some(({ path, code }) => path === issue.path && code === "unknown_reference" && code !== issue.code);
}

const ABOUT_INPUTS = [
  ...["unknown_reference", "self_reference", "base_missing", "duplicate_dependency"],
  ...["reference_not_allowed", "wrong_kind", "too_many_inputs"],
];
