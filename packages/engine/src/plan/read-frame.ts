import {
  BASE_ID,
  describeJson,
  describeSchemaIssues,
  didYouMean,
  formatJsonPath,
  isPlainObject,
  jobNodeSchema,
  MAX_JOBS,
  planSchema,
  printable,
  readStrings,
  type Issue,
  type JobNode,
  type Operation,
  type PlacedReference,
  type Plan,
} from "@proxx/contract";

/** A job as the plan has it: what it is, and what its texts mean. Where its references lead is still to be seen. */
export interface ReadJob {
  readonly id: string;
  /** In the plan. */
  readonly index: number;
  /** The number of this job among those of its type, from 1. */
  readonly ordinal: number;
  readonly operation: Operation;
  /** The parameters as written, with each `"$<id>"` a `Reference` and escapes undone. */
  readonly written: Readonly<Record<string, unknown>>;
  /** The references among them. */
  readonly references: readonly PlacedReference[];
  readonly dependsOn: readonly string[];
}

export interface PlanFrame {
  /** Whole, or null where the frame is not what a plan's has to be. */
  readonly plan: Plan | null;
  /** By id, in the order of the plan. */
  readonly jobs: ReadonlyMap<string, ReadJob>;
  /** Every id that stands in the plan, of jobs with faults as well: a reference to one of those leads somewhere. */
  readonly ids: ReadonlySet<string>;
  /** Whether the plan names an execution it builds on, by whatever id. */
  readonly hasBase: boolean;
  readonly issues: readonly Issue[];
}

/** Reads the frame of a plan: its fields, and of each job id, type and output. */
export function readFrame(rawPlan: unknown, operations: ReadonlyMap<string, Operation>): PlanFrame {
  if (!isPlainObject(rawPlan)) return nothingRead(notAnObject(rawPlan));
  const { jobs: rawJobs, baseExecutionId } = rawPlan;
  const list: readonly unknown[] = Array.isArray(rawJobs) ? rawJobs : [];
  if (list.length > MAX_JOBS) return nothingRead(tooManyJobs(list.length));
  const frame = planSchema.safeParse(rawPlan);
  const issues: Issue[] = frame.success
    ? []
    : describeSchemaIssues(frame.error.issues, { schema: planSchema, value: rawPlan, path: [], subject: "a plan" });
  const jobs = new Map<string, ReadJob>();
  const counts = new Map<Operation, number>();
  const indexById = new Map<string, number>();
  for (const [index, rawJob] of list.entries()) {
    const id = isPlainObject(rawJob) ? rawJob["id"] : undefined;
    if (typeof id === "string") {
      const first = indexById.get(id);
      if (first !== undefined) issues.push(duplicateId(index, id, first));
      else indexById.set(id, index);
      if (id === BASE_ID) issues.push(reservedId(index));
      if (first !== undefined || id === BASE_ID) continue;
    }
    const parsed = jobNodeSchema.safeParse(rawJob);
    if (!parsed.success) continue;
    const node = parsed.data;
    if (node.output !== undefined && node.output !== `$${node.id}`) issues.push(wrongOutput(index, node));
    const operation = operations.get(node.type);
    if (operation === undefined) issues.push(unknownType(index, node.type, [...operations.values()]));
    else {
      const ordinal = (counts.get(operation) ?? 0) + 1;
      counts.set(operation, ordinal);
      const { params: written, references } = readStrings(node.params);
      const { dependsOn = [] } = node;
      jobs.set(node.id, { id: node.id, index, ordinal, operation, written, references, dependsOn });
    }
  }
  const plan = frame.success ? frame.data : null;
  return { plan, jobs, ids: new Set(indexById.keys()), hasBase: baseExecutionId !== undefined, issues };
}

function nothingRead(issue: Issue): PlanFrame {
  return { plan: null, jobs: new Map(), ids: new Set(), hasBase: false, issues: [issue] };
}

function notAnObject(value: unknown): Issue {
  return {
    path: "$",
    code: "not_an_object",
    message: `A plan is a JSON object, not ${describeJson(value)}.`,
    hint: '`{ "jobs": [ … ] }`; `proxx schema plan` shows its form.',
  };
}

function tooManyJobs(count: number): Issue {
  return {
    path: "$.jobs",
    code: "too_many_jobs",
    message: `The plan has ${count} jobs; at most ${MAX_JOBS} are run.`,
    hint: "Split the work into several plans; one can build on another with `baseExecutionId`.",
  };
}

function duplicateId(index: number, id: string, first: number): Issue {
  return {
    path: formatJsonPath(["jobs", index, "id"]),
    code: "duplicate_id",
    message: `The id \`${printable(id, 80)}\` is that of $.jobs[${first}] already.`,
    hint: "Give each job an id of its own.",
  };
}

function reservedId(index: number): Issue {
  return {
    path: formatJsonPath(["jobs", index, "id"]),
    code: "reserved_id",
    message: "`base` names the result of the base execution.",
    hint: "Give the job another id.",
  };
}

function wrongOutput(index: number, { id, output = "" }: JobNode): Issue {
  return {
    path: formatJsonPath(["jobs", index, "output"]),
    code: "wrong_output",
    message: `The output of \`${id}\` is called \`$${id}\`, not \`${printable(output, 80)}\`.`,
    hint: `Write "$${id}", or leave \`output\` out.`,
  };
}

function unknownType(index: number, type: string, operations: readonly Operation[]): Issue {
  const signatures = operations.map(({ signature }) => signature);
  const types = signatures.map((signature) => signature.type);
  // The builder's name is what people know: `generateVideo` is sent as `generate`.
  const ofBuilder = signatures.find(({ builder }) => builder === type);
  const hint =
    ofBuilder !== undefined
      ? `In a plan it is called \`${ofBuilder.type}\`.`
      : `${didYouMean(type, types)}The operations are ${types.join(", ")}.`;
  return {
    path: formatJsonPath(["jobs", index, "type"]),
    code: "unknown_type",
    message: `There is no operation \`${printable(type, 80)}\`.`,
    hint,
  };
}
