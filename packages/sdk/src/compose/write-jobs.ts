import { BASE_ID, mapLeaves, NODE, quoteString, type JobNode } from "@proxx/contract";
import { PlannedJob } from "./planned-job.ts";

/**
 * The jobs as a plan has them, `job1` to `jobN`. The job that is `base` is not among them: it is the result of the
 * execution that the plan builds on. Null when a job takes that together with others in a way no plan can say.
 */
export function writeJobs(jobs: readonly PlannedJob[], base: PlannedJob | null): JobNode[] | null {
  const ids = new Map(jobs.map((job, index) => [job, `job${index + 1}`]));
  if (base !== null) ids.set(base, BASE_ID);
  const written = jobs.map((job) => writeJob(job, ids, base));
  return written.every((job) => job !== null) ? written : null;
}

function writeJob(job: PlannedJob, ids: ReadonlyMap<PlannedJob, string>, base: PlannedJob | null): JobNode | null {
  const named = namedInputs(job, base);
  if (named === null) return null;
  // Only what is taken from before. A reference speaks for itself; in this list it would be taken for an input too.
  const dependsOn = [...new Set(job.inputs)].filter((input) => input !== base).map((input) => idOf(input, ids));
  const id = idOf(job, ids);
  return {
    id,
    type: job.node.type,
    params: mapLeaves({ ...job.node.params, ...named }, (leaf, [param]) => {
      const standIn = job.standIns.find((nested) => nested.value === leaf && nested.param === param);
      const meant = standIn === undefined ? leaf : standIn.becomes;
      if (meant instanceof PlannedJob) return `$${idOf(meant, ids)}`;
      return typeof meant === "string" ? quoteString(meant) : meant;
    }),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
    output: `$${id}`,
  };
}

/**
 * What a plan has to name of what the job takes from before. Mostly nothing: an operation takes the outputs of what it
 * depends on, each once, and without any the base's result. But that is all or nothing, and what its parameters refer to
 * already it does not take once more by itself.
 */
function namedInputs(job: PlannedJob, base: PlannedJob | null): Record<string, unknown> | null {
  const distinct = new Set(job.inputs);
  const isRepeated = distinct.size < job.inputs.length;
  const isBaseMixed = base !== null && distinct.has(base) && distinct.size > 1;
  const isReferred = job.inputs.some((input) => job.nested.includes(input));
  if (!isRepeated && !isBaseMixed && !isReferred) return {};
  const unreferred = job.inputs.filter((input) => !job.nested.includes(input));
  const named = nameInputs(job, job.inputs) ?? nameInputs(job, unreferred);
  if (named !== null || isBaseMixed) return named;
  // Too much for it either way, which the engine says with its place in the plan; if only there is a way to say it there.
  if (!isRepeated) return {};
  throw new TypeError(
    `Expected \`${job.node.type}\` to stand after outputs that differ, got the same one twice for what it takes once`,
  );
}

/** The inputs as parameters, slot by slot as the engine would fill them; null when not all of them find a place. */
function nameInputs(job: PlannedJob, inputs: readonly PlannedJob[]): Record<string, unknown> | null {
  const named: Record<string, unknown> = {};
  let left = [...inputs];
  for (const { param, alias, accepts, many } of job.node[NODE].signature.inputs) {
    if (param in job.node.params || (alias !== undefined && alias in job.node.params)) continue;
    const fitting = left.filter((input) => accepts.includes(input.node.yields));
    // What is known to be of the kind comes before a file that may be of any.
    const first = fitting.find((input) => input.node.yields !== "media") ?? fitting[0];
    if (first === undefined) continue;
    named[param] = many ? fitting : first;
    left = many ? left.filter((input) => !fitting.includes(input)) : left.toSpliced(left.indexOf(first), 1);
  }
  return left.length === 0 ? named : null;
}

function idOf(job: PlannedJob, ids: ReadonlyMap<PlannedJob, string>): string {
  const id = ids.get(job);
  if (id === undefined) throw new Error("A job takes what is not in its plan.");
  return id;
}
