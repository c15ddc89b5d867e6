import {
  BASE_ID,
  didYouMean,
  formatJsonPath,
  JOB_NODE_ID_PATTERN,
  printable,
  type Issue,
  type Plan,
} from "@proxx/contract";
import type { Links } from "./link-jobs.ts";
import type { ReadJob } from "./read-frame.ts";
import type { ParsedJob } from "./read-parameters.ts";

/** What the plan's `outputs` ask for: the ids of jobs, by name. */
export type NamedOutputs = Readonly<Record<string, string>>;

/** Follows what the plan asks for by name. */
export function readNamedOutputs(
  plan: Plan | null,
  ids: ReadonlySet<string>,
): { outputs: NamedOutputs; issues: Issue[] } {
  const outputs: Record<string, string> = {};
  const issues: Issue[] = [];
  for (const [name, reference] of Object.entries(plan?.outputs ?? {})) {
    const path = formatJsonPath(["outputs", name]);
    const id = reference.slice(1);
    if (!JOB_NODE_ID_PATTERN.test(name)) issues.push(wrongName(path, name));
    else if (!reference.startsWith("$") || !ids.has(id)) issues.push(unknownOutput(path, reference, ids));
    else outputs[name] = id;
  }
  return { outputs, issues };
}

interface Jobs {
  readonly jobs: ReadonlyMap<string, ReadJob>;
  /** Those without faults. */
  readonly parsed: ReadonlyMap<string, ParsedJob>;
  readonly links: ReadonlyMap<string, Links>;
  readonly outputs: NamedOutputs;
}

/** Of the jobs that no other depends on the last whose output is more than words, else the last. */
export function lastJob<Job extends Pick<ReadJob, "index" | "operation">>(ends: readonly Job[]): Job | undefined {
  const fromTheLast = ends.toSorted((a, b) => b.index - a.index);
  return fromTheLast.find(({ operation }) => operation.signature.yields !== "transcript") ?? fromTheLast[0];
}

/** Jobs whose output nobody takes: making it, and paying for it, would be for nothing. */
export function findUnusedJobs({ jobs, parsed, links, outputs }: Jobs): Issue[] {
  const named = new Set<string>();
  const taken = new Set(Object.values(outputs));
  for (const [id, { dependencies }] of links) {
    for (const dependency of dependencies.keys()) named.add(dependency);
    // What a job with faults takes is not known; it may be all that it names.
    const sources = parsed.get(id)?.sources;
    if (sources === undefined) for (const dependency of dependencies.keys()) taken.add(dependency);
    for (const { from } of sources ?? []) if (from.kind === "job") taken.add(from.id);
  }
  const last = lastJob([...jobs.values()].filter(({ id }) => !named.has(id)));
  return [...jobs.values()].filter((job) => job !== last && !taken.has(job.id)).map(unusedOutput);
}

function unusedOutput({ id, index, operation }: ReadJob): Issue {
  return {
    path: formatJsonPath(["jobs", index]),
    code: "output_unused",
    message: `Nothing takes what \`${operation.signature.type}\` (\`${id}\`) makes.`,
    hint: "Join several with merge(), ask for each by name with outputs({ … }) (in a plan `outputs`), or leave it out.",
  };
}

function wrongName(path: string, name: string): Issue {
  return {
    path,
    code: "invalid_key",
    message: `\`${printable(name, 80)}\` cannot be the name of an output.`,
    hint: "Take a letter, then up to 63 letters, digits, `_` or `-`.",
  };
}

function unknownOutput(path: string, reference: string, ids: ReadonlySet<string>): Issue {
  const id = reference.replace(/^\$/, "");
  const hint =
    id === BASE_ID
      ? "What the base execution made is its own result; name a job of this plan."
      : ids.has(id)
        ? `Write "$${id}".`
        : `${didYouMean(id, [...ids])}The jobs are ${[...ids].map((known) => `$${known}`).join(", ")}.`;
  return { path, code: "unknown_reference", message: `\`${printable(reference, 80)}\` is no job of this plan.`, hint };
}
