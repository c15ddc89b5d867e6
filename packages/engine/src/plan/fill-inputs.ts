import {
  BASE_ID,
  formatJsonPath,
  Reference,
  type InputSlot,
  type Issue,
  type OutputKind,
  type SourceKind,
} from "@proxx/contract";
import type { ReadJob } from "./read-frame.ts";

interface Candidate {
  readonly id: string;
  readonly kind: OutputKind;
}

export interface FilledInputs {
  /** The parameters with the inputs put in that were left out. */
  readonly written: Readonly<Record<string, unknown>>;
  /** By parameter, the name it goes by in the plan. */
  readonly writtenAs: ReadonlyMap<string, string>;
  readonly issues: readonly Issue[];
}

/**
 * Gives an operation the inputs it needs and does not name: the outputs of what it depends on, in order, each to the
 * first slot that takes its kind; where it depends on nothing, the base's result. An operation that names its main
 * input takes nothing by itself: `dependsOn` is then about order alone.
 */
export function fillInputs(
  job: ReadJob,
  {
    dependencies,
    kindOf,
    baseKind,
  }: { dependencies: ReadonlySet<string>; kindOf: (id: string) => OutputKind; baseKind: OutputKind | null },
): FilledInputs {
  const slots = job.operation.signature.inputs;
  const { written, writtenAs, issues } = undoAliases(job, slots);
  const [main] = slots;
  if (main === undefined) return { written, writtenAs, issues };

  if (!(main.param in written)) {
    const named = new Set(job.references.map(({ id }) => id));
    const free: Candidate[] = [...new Set(job.dependsOn)]
      .filter((id) => dependencies.has(id) && !named.has(id))
      .map((id) => ({ id, kind: kindOf(id) }));
    if (free.length === 0 && baseKind !== null && main.required === true && !named.has(BASE_ID)) {
      free.push({ id: BASE_ID, kind: baseKind });
    }
    const open = slots.filter((slot) => !(slot.param in written));
    const left = fill(open, free, written);
    for (const candidate of left) issues.push(leftOver(job, candidate, open));
  }
  for (const slot of slots) {
    if (slot.required === true && !(slot.param in written)) issues.push(missingInput(job, slot));
  }
  return { written, writtenAs, issues };
}

function undoAliases(job: ReadJob, slots: readonly InputSlot[]) {
  const written: Record<string, unknown> = { ...job.written };
  const writtenAs = new Map<string, string>();
  const issues: Issue[] = [];
  for (const { param, alias } of slots) {
    if (alias === undefined || written[alias] === undefined) continue;
    if (written[param] !== undefined) issues.push(givenTwice(job, param, alias));
    else {
      written[param] = written[alias];
      writtenAs.set(param, alias);
    }
    delete written[alias];
  }
  for (const [key, value] of Object.entries(written)) if (value === undefined) delete written[key];
  return { written, writtenAs, issues };
}

/** Puts candidates into slots; gives those that are left. */
function fill(slots: readonly InputSlot[], candidates: readonly Candidate[], written: Record<string, unknown>) {
  let left = [...candidates];
  for (const slot of slots) {
    const fitting = left.filter(({ kind }) => slot.accepts.includes(kind));
    // What is known to be of the kind comes before a file that may be of any.
    const taken = slot.many ? fitting : [fitting.find(({ kind }) => kind !== "media") ?? fitting[0]];
    const ids = taken.flatMap((candidate) => (candidate === undefined ? [] : [candidate.id]));
    const [first] = ids;
    if (first === undefined) continue;
    written[slot.param] = slot.many ? ids.map((id) => new Reference(id)) : new Reference(first);
    left = left.filter(({ id }) => !ids.includes(id));
  }
  return left;
}

function givenTwice(job: ReadJob, param: string, alias: string): Issue {
  return {
    path: formatJsonPath(["jobs", job.index, "params", alias]),
    code: "given_twice",
    message: `\`${alias}\` and \`${param}\` are the same parameter.`,
    hint: "Keep one of them.",
  };
}

function leftOver(job: ReadJob, { id, kind }: Candidate, slots: readonly InputSlot[]): Issue {
  const type = job.operation.signature.type;
  const position = job.dependsOn.indexOf(id);
  const path = formatJsonPath(["jobs", job.index, ...(position === -1 ? [] : ["dependsOn", position])]);
  if (!slots.some((slot) => slot.accepts.includes(kind))) {
    const message = `\`${type}\` takes no ${kind}, which is what \`${id}\` makes.`;
    return { path, code: "wrong_kind", message, hint: hintForKinds(slots) };
  }
  return {
    path,
    code: "too_many_inputs",
    message: `\`${type}\` has no place for the output of \`${id}\`.`,
    hint: "Join several with merge(), or name in its parameters the one it is to take.",
  };
}

function hintForKinds(slots: readonly InputSlot[]): string {
  const taken = slots.map(({ param, accepts }) => `\`${param}\` (${joinKinds(accepts)})`);
  return `It takes ${taken.join(" and ")}. Where only the order matters, name its input in the parameters.`;
}

function missingInput(job: ReadJob, { param, accepts }: InputSlot): Issue {
  return {
    path: formatJsonPath(["jobs", job.index, "params", param]),
    code: "missing_input",
    message: `\`${job.operation.signature.type}\` needs \`${param}\` (${joinKinds(accepts)}), and nothing gives it.`,
    hint: `Name it, such as "${param}": "$job1", or name in \`dependsOn\` the jobs whose outputs it takes.`,
  };
}

export function joinKinds(kinds: readonly SourceKind[]): string {
  return kinds.filter((kind) => kind !== "media" || kinds.length === 1).join(" or ");
}
