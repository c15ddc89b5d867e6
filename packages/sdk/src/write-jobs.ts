import { BASE_ID, quoteString, type JobNode } from "@proxx/contract";
import { isPlainObject } from "./checked-params.ts";
import { PlannedJob, signatureOf } from "./planned-job.ts";

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
  const distinct = [...new Set(job.inputs)];
  // `dependsOn` names jobs of this plan, each once. An operation without any takes the base's result.
  const canDepend = distinct.length === job.inputs.length && (base === null || !distinct.includes(base));
  const isBaseAlone = base !== null && job.inputs.length === 1 && distinct[0] === base;
  const named = canDepend || isBaseAlone ? {} : nameInputs(job);
  if (named === null) {
    if (base !== null) return null;
    throw new TypeError(
      `Expected \`${job.node.type}\` to stand after outputs that differ, got the same one twice for what it takes once`,
    );
  }
  // Only what is taken from before. A reference speaks for itself; in this list it would be taken for an input too.
  const dependsOn = distinct.filter((input) => input !== base).map((input) => idOf(input, ids));
  const id = idOf(job, ids);
  return {
    id,
    type: job.node.type,
    params: writeMembers({ ...job.params, ...named }, ids),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
    output: `$${id}`,
  };
}

/** The inputs as parameters, slot by slot as the engine would fill them; null when not all of them find a place. */
function nameInputs(job: PlannedJob): Record<string, unknown> | null {
  const named: Record<string, unknown> = {};
  let left = [...job.inputs];
  for (const { param, alias, accepts, many } of signatureOf(job.node).inputs) {
    if (param in job.params || (alias !== undefined && alias in job.params)) continue;
    const fitting = left.filter((input) => accepts.includes(input.node.yields));
    const [first] = fitting;
    if (first === undefined) continue;
    named[param] = many ? fitting : first;
    left = many ? left.filter((input) => !fitting.includes(input)) : left.toSpliced(left.indexOf(first), 1);
  }
  return left.length === 0 ? named : null;
}

function writeMembers(value: object, ids: ReadonlyMap<PlannedJob, string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, writeValue(member, ids)]));
}

function writeValue(value: unknown, ids: ReadonlyMap<PlannedJob, string>): unknown {
  if (value instanceof PlannedJob) return `$${idOf(value, ids)}`;
  if (typeof value === "string") return quoteString(value);
  if (Array.isArray(value)) return value.map((entry) => writeValue(entry, ids));
  return isPlainObject(value) ? writeMembers(value, ids) : value;
}

function idOf(job: PlannedJob, ids: ReadonlyMap<PlannedJob, string>): string {
  const id = ids.get(job);
  if (id === undefined) throw new Error("A job takes what is not in its plan.");
  return id;
}
