import {
  BASE_ID,
  didYouMean,
  formatJsonPath,
  mapLeaves,
  printable,
  readStrings,
  Reference,
  type Issue,
} from "@proxx/contract";
import type { FramedJob } from "./plan-frame.ts";

type Path = readonly (string | number)[];

/** A job with its strings read, and what it names of other jobs. */
export interface LinkedJob extends FramedJob {
  /** With each `"$<id>"` a `Reference` and escapes undone. */
  readonly params: Readonly<Record<string, unknown>>;
  /** In parameters, in order of appearance; those that lead somewhere. */
  readonly references: readonly { readonly reference: Reference; readonly path: Path }[];
  /** Of `dependsOn`, those that lead somewhere. */
  readonly dependsOn: readonly string[];
  /** Where each job it depends on is named first. */
  readonly dependencies: ReadonlyMap<string, Path>;
}

/** Reads what a job names of others; what leads nowhere, or to itself, is an issue. */
export function linkJob(
  job: FramedJob,
  { ids, hasBase }: { ids: ReadonlySet<string>; hasBase: boolean },
): { job: LinkedJob; issues: Issue[] } {
  const { node, index } = job;
  const issues: Issue[] = [];
  const dependencies = new Map<string, Path>();
  const leadsSomewhere = (id: string, path: Path): boolean => {
    if (id === node.id) issues.push(selfReference(id, path));
    else if (!ids.has(id))
      issues.push(
        danglingReference(
          id,
          path,
          [...ids].filter((other) => other !== node.id),
        ),
      );
    else {
      if (!dependencies.has(id)) dependencies.set(id, path);
      return true;
    }
    return false;
  };

  const dependsOn: string[] = [];
  for (const [position, id] of (node.dependsOn ?? []).entries()) {
    const path = ["jobs", index, "dependsOn", position];
    if (dependsOn.includes(id)) issues.push(duplicateDependency(id, path));
    else if (leadsSomewhere(id, path)) dependsOn.push(id);
  }

  const params = Object.fromEntries(Object.entries(node.params).map(([key, value]) => [key, readStrings(value)]));
  const references = referencesWithPaths(params).filter(({ reference, path }) => {
    const place = ["jobs", index, "params", ...path];
    if (reference.id !== BASE_ID) return leadsSomewhere(reference.id, place);
    if (!hasBase) issues.push(noBase(place));
    return hasBase;
  });
  return { job: { ...job, params, references, dependsOn, dependencies }, issues };
}

function referencesWithPaths(params: unknown): { reference: Reference; path: Path }[] {
  const found: { reference: Reference; path: Path }[] = [];
  mapLeaves(params, (leaf, path) => {
    if (leaf instanceof Reference) found.push({ reference: leaf, path });
    return leaf;
  });
  return found;
}

function selfReference(id: string, path: Path): Issue {
  return {
    path: formatJsonPath(path),
    code: "self_reference",
    message: `\`${id}\` depends on itself.`,
    hint: "Name the job that comes before it.",
  };
}

function danglingReference(id: string, path: Path, ids: readonly string[]): Issue {
  const inParams = path[2] === "params";
  const shown = printable(id, 80);
  const bare = id.replace(/^\$/, "");
  let hint = didYouMean(id, ids);
  if (inParams) hint += `A text that begins with \`$\` is written with two: "$$${printable(id, 40)}".`;
  else if (bare !== id && ids.includes(bare)) hint = `In \`dependsOn\` the id stands without \`$\`: "${bare}".`;
  else if (id === BASE_ID) hint = "Jobs come after the base execution by themselves; leave it out.";
  else hint += "It must be the id of another job of this plan.";
  return {
    path: formatJsonPath(path),
    code: "unknown_reference",
    message: `There is no job \`${shown}\` in this plan.`,
    hint,
  };
}

function duplicateDependency(id: string, path: Path): Issue {
  return {
    path: formatJsonPath(path),
    code: "duplicate_dependency",
    message: `\`${printable(id, 80)}\` stands in \`dependsOn\` already.`,
    hint: "Name it once; to take an output twice, name it in the parameters.",
  };
}

function noBase(path: Path): Issue {
  return {
    path: formatJsonPath(path),
    code: "base_missing",
    message: "`$base` is the result of a base execution, and the plan names none.",
    hint: "Give `baseExecutionId`, or name a job of this plan.",
  };
}
