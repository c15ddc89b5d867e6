import { executeRequestSchema, isPlainObject, PlanValidationError, type Execution, type Issue } from "@proxx/contract";
import { RequestTaken, type Requested } from "@proxx/runtime";
import type { StartRequest } from "../executions/executions.ts";
import { issuesOf } from "../http/issues-of.ts";
import type { RouteRequest } from "../http/route.ts";
import { otherRequest, readRequestKey } from "../idempotency/read-request-key.ts";
import { closing } from "./execution-problems.ts";
import type { ServerParts } from "./server-parts.ts";

/** What a body asks to be begun. */
export interface AskedPlan {
  readonly plan: unknown;
  readonly start: StartRequest;
}

/**
 * Begins what a body asks for, or answers with what was begun by the same key before. `read` makes a plan of the body; it is
 * called once nothing stands against beginning something.
 */
export async function beginExecution(
  request: RouteRequest,
  parts: ServerParts,
  { traceparent, read }: { traceparent: string | null; read: (body: unknown) => AskedPlan },
): Promise<Response> {
  const { executions } = parts;
  const body = await request.json();
  const key = readRequestKey(request, body);
  if (key === undefined) await executions.reach();
  const before = key === undefined ? null : await executions.begunBy(key, request.tenant);
  if (before !== null) return answerAgain(before, request, parts);
  if (parts.closing.aborted) throw closing();
  const { plan, start } = read(body);
  checkSize(plan, parts.maxJobs);
  const { issues, sources: ownSources } = await parts.ownFiles.find(plan, request.tenant);
  if (issues.length > 0) throw new PlanValidationError(issues);
  try {
    return accepted(await executions.start(plan, { ...start, traceparent, key, ownSources }), request);
  } catch (error) {
    // Of several who asked at the same time, this one was not the first.
    if (error instanceof RequestTaken) return answerAgain(error.requested, request, parts);
    throw error;
  }
}

/** What was answered to the request by which an execution was begun. */
async function answerAgain(
  { executionId, isSame }: Requested,
  request: RouteRequest,
  { executions }: ServerParts,
): Promise<Response> {
  const execution = isSame ? await executions.get(executionId, request.tenant) : null;
  if (execution === null) throw otherRequest();
  const answer = accepted(execution, request);
  answer.headers.set("idempotent-replayed", "true");
  return answer;
}

/** As it stands when it is taken, whatever has become of it since. */
export function accepted({ id, createdAt }: Execution, request: RouteRequest): Response {
  return Response.json(
    { executionId: id, status: "pending", createdAt },
    { status: 202, headers: { location: urlOfExecution(id, request) } },
  );
}

export function urlOfExecution(id: string, { baseUrl }: RouteRequest): string {
  return `${baseUrl}/api/execute/${id}`;
}

const BESIDE = executeRequestSchema.pick({ providerApiKeys: true, strict: true });

/** Parts what holds for this one execution from what it is to do, and says what is wrong with the former. */
export function partBody(
  body: unknown,
  tenant: string | null,
): { rest: unknown; start: StartRequest; issues: Issue[] } {
  if (!isPlainObject(body)) return { rest: body, start: { tenant, providerApiKeys: {}, strict: false }, issues: [] };
  const { providerApiKeys, strict, ...rest } = body;
  const beside = { providerApiKeys, strict };
  const parsed = BESIDE.safeParse(beside);
  const said = parsed.data ?? {};
  return {
    rest,
    start: { tenant, providerApiKeys: said.providerApiKeys ?? {}, strict: said.strict ?? false },
    issues: parsed.success ? [] : issuesOf(parsed.error, { schema: BESIDE, value: beside, subject: "the request" }),
  };
}

function checkSize(plan: unknown, maxJobs: number): void {
  const jobs = isPlainObject(plan) ? plan["jobs"] : undefined;
  if (!Array.isArray(jobs) || jobs.length <= maxJobs) return;
  const issue: Issue = {
    path: "$.jobs",
    code: "too_many_jobs",
    message: `The plan has ${jobs.length} jobs; this server takes ${maxJobs}.`,
    hint: "Split the work into several executions, which may build on one another by `baseExecutionId`.",
  };
  throw new PlanValidationError([issue]);
}
