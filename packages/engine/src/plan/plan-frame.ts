import {
  BASE_ID,
  describeJson,
  didYouMean,
  formatJsonPath,
  jobNodeSchema,
  MAX_JOBS,
  planSchema,
  printable,
  type Issue,
  type JobNode,
  type Operation,
  type Plan,
} from "@proxx/contract";
import { describeSchemaIssues } from "./schema-issues.ts";

/** A job that stands in the plan as a job should; what its parameters say is still to be seen. */
export interface FramedJob {
  readonly node: JobNode;
  readonly index: number;
  readonly operation: Operation;
}

export interface PlanFrame {
  /** Whole, or null where the frame is not what a plan's has to be. */
  readonly plan: Plan | null;
  readonly jobs: readonly FramedJob[];
  /** Every id that stands in the plan, of jobs with faults as well: a reference to one of those dangles not. */
  readonly ids: ReadonlySet<string>;
  readonly issues: readonly Issue[];
}

/** Reads the frame of a plan: its fields, and of each job id, type and output. */
export function readPlanFrame(rawPlan: unknown, operations: ReadonlyMap<string, Operation>): PlanFrame {
  if (typeof rawPlan !== "object" || rawPlan === null || Array.isArray(rawPlan)) {
    return { plan: null, jobs: [], ids: new Set(), issues: [notAnObject(rawPlan)] };
  }
  const rawJobs: unknown = "jobs" in rawPlan ? rawPlan.jobs : undefined;
  if (Array.isArray(rawJobs) && rawJobs.length > MAX_JOBS) {
    return { plan: null, jobs: [], ids: new Set(), issues: [tooManyJobs(rawJobs.length)] };
  }
  const frame = planSchema.safeParse(rawPlan);
  const issues: Issue[] = frame.success
    ? []
    : describeSchemaIssues(frame.error.issues, { schema: planSchema, value: rawPlan, path: [], subject: "a plan" });
  const jobs: FramedJob[] = [];
  const indexById = new Map<string, number>();
  for (const [index, rawJob] of (Array.isArray(rawJobs) ? (rawJobs as unknown[]) : []).entries()) {
    const id: unknown = typeof rawJob === "object" && rawJob !== null && "id" in rawJob ? rawJob.id : undefined;
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
    else jobs.push({ node, index, operation });
  }
  return { plan: frame.success ? frame.data : null, jobs, ids: new Set(indexById.keys()), issues };
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
