import { BASE_ID, didYouMean, formatJsonPath, printable, type Issue, type Path } from "@proxx/contract";
import type { ReadJob } from "./read-frame.ts";

/** What a job names of other jobs. */
export interface Links {
  /** Where each job it depends on is named first. */
  readonly dependencies: ReadonlyMap<string, Path>;
  /** Names that lead nowhere, or to the job itself. */
  readonly issues: readonly Issue[];
}

/** Follows what each job names of others, in `dependsOn` and in its parameters. By id, in the order of the plan. */
export function linkJobs(
  jobs: ReadonlyMap<string, ReadJob>,
  plan: { ids: ReadonlySet<string>; hasBase: boolean },
): Map<string, Links> {
  return new Map([...jobs].map(([id, job]) => [id, linkJob(job, plan)]));
}

function linkJob(
  { id: own, index, dependsOn, references }: ReadJob,
  { ids, hasBase }: { ids: ReadonlySet<string>; hasBase: boolean },
): Links {
  const dependencies = new Map<string, Path>();
  const issues: Issue[] = [];
  const follow = (id: string, path: Path): void => {
    if (id === own) issues.push(selfReference(id, path));
    else if (!ids.has(id)) {
      const others = [...ids].filter((other) => other !== own);
      issues.push(danglingReference(id, path, others));
    } else if (!dependencies.has(id)) dependencies.set(id, path);
  };

  for (const [position, id] of dependsOn.entries()) {
    const path = ["jobs", index, "dependsOn", position];
    if (dependencies.has(id)) issues.push(duplicateDependency(id, path));
    else follow(id, path);
  }
  for (const { id, path } of references) {
    const place = ["jobs", index, "params", ...path];
    if (id !== BASE_ID) follow(id, place);
    else if (!hasBase) issues.push(noBase(place));
  }
  return { dependencies, issues };
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
