import {
  executeRequestSchema,
  isPlainObject,
  planSchema,
  PlanValidationError,
  type Execution,
  type Issue,
} from "@proxx/contract";
import { RequestTaken, type Requested } from "@proxx/runtime";
import type { StartRequest } from "../executions/executions.ts";
import { presentExecution } from "../executions/present-execution.ts";
import { otherRequest, readRequestKey } from "../idempotency/read-request-key.ts";
import { issuesOf } from "../http/issues-of.ts";
import { defineRoute, problemAnswer, type Route, type RouteRequest } from "../http/route.ts";
import { closing, executionEnded, executionNotFound } from "./execution-problems.ts";
import type { ServerParts } from "./server-parts.ts";
import { traced } from "./traced.ts";

const UNKNOWN = problemAnswer("There is no such execution, or it is another tenant's.");
const ACCEPTED = { description: "It has begun.", mediaType: "application/json", schema: "ExecuteAnswer" };
const EXECUTION = { mediaType: "application/json", schema: "Execution" };

/** Executions are begun, looked at, ended, begun again. */
export function executeRoutes(parts: ServerParts): Route[] {
  const { executions, home } = parts;

  return [
    defineRoute({
      method: "POST",
      path: "/api/execute",
      summary: "Begin an execution",
      description: "The plan is checked as a whole before any job exists: what is wrong is answered with every issue.",
      headers: {
        "Idempotency-Key": "Up to 255 visible characters. The same key and body begin one execution in 24 hours.",
      },
      body: { mediaType: "application/json", schema: "ExecuteRequest", required: true },
      answers: {
        202: ACCEPTED,
        400: problemAnswer("The plan is not valid."),
        422: problemAnswer("The key stood on another body before."),
      },
      handle: (request) => traced(request, "POST /api/execute", parts, (traceparent) => begin(request, traceparent)),
    }),
    defineRoute({
      method: "GET",
      path: "/api/execute/:id/status",
      summary: "How an execution stands",
      answers: { 200: { description: "As it stands.", ...EXECUTION }, 404: UNKNOWN },
      handle: async (request) => shown(await lookUp(request), request),
    }),
    defineRoute({
      method: "GET",
      path: "/api/execute/:id",
      summary: "One execution",
      description: "The same as its status, with the addresses of all that can be asked of it.",
      answers: {
        200: { description: "As it stands.", mediaType: "application/json", schema: "ExecutionWithUrls" },
        404: UNKNOWN,
      },
      async handle(request) {
        const execution = await lookUp(request);
        const self = urlOf(execution.id, request);
        const urls = {
          self,
          status: `${self}/status`,
          plan: `${self}/plan`,
          events: `${self}/events`,
          cancel: `${self}/cancel`,
          retry: `${self}/retry`,
        };
        return Response.json({ ...presentExecution(execution, { baseUrl: request.baseUrl, home }), urls });
      },
    }),
    defineRoute({
      method: "GET",
      path: "/api/execute/:id/plan",
      summary: "The plan of an execution",
      description: "As it was sent, without the webhook's secrets.",
      answers: { 200: { description: "The plan.", mediaType: "application/json", schema: "Plan" }, 404: UNKNOWN },
      async handle({ param, tenant }) {
        const plan = await executions.plan(param("id"), tenant);
        if (plan === null) throw executionNotFound(param("id"));
        return Response.json(plan);
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/execute/:id/cancel",
      summary: "End an execution",
      description: "Down to its last process. What has been finished is kept, and reused.",
      answers: {
        200: { description: "It has ended.", ...EXECUTION },
        202: { description: "It is ending.", ...EXECUTION },
        404: UNKNOWN,
        409: problemAnswer("It had ended already."),
      },
      async handle(request) {
        const execution = await lookUp(request);
        if (isOver(execution)) throw executionEnded(execution);
        const ended = await executions.cancel(execution.id, request.tenant);
        if (ended === null) throw executionNotFound(execution.id);
        return shown(ended, request, isOver(ended) ? 200 : 202);
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/execute/:id/retry",
      summary: "Go on from what failed",
      description:
        "What was made is reused, what failed is made again. The answer names the execution that does so. Keys of providers are not kept: send them again.",
      body: { mediaType: "application/json", schema: "RetryRequest", required: false },
      answers: {
        202: ACCEPTED,
        404: UNKNOWN,
        409: problemAnswer("It runs, or has completed."),
      },
      handle: (request) =>
        traced(request, "POST /api/execute/:id/retry", parts, (traceparent) => beginAgain(request, traceparent)),
    }),
  ];

  async function begin(request: RouteRequest, traceparent: string | null): Promise<Response> {
    const body = await request.json();
    const key = readRequestKey(request, body);
    const before = key === undefined ? null : await executions.begunBy(key, request.tenant);
    if (before !== null) return answerAgain(before, request);
    if (parts.closing.aborted) throw closing();
    const { plan, start } = readExecuteRequest(body, request.tenant);
    checkSize(plan, parts.maxJobs);
    const { issues, sources: ownSources } = await parts.ownFiles.find(plan, request.tenant);
    if (issues.length > 0) throw new PlanValidationError(issues);
    try {
      return accepted(await executions.start(plan, { ...start, traceparent, key, ownSources }), request);
    } catch (error) {
      // Of several who asked at the same time, this one was not the first.
      if (error instanceof RequestTaken) return answerAgain(error.requested, request);
      throw error;
    }
  }

  async function beginAgain(request: RouteRequest, traceparent: string | null): Promise<Response> {
    const execution = await lookUp(request);
    if (execution.status !== "failed" && execution.status !== "cancelled") throw executionEnded(execution);
    const { start } = readExecuteRequest((await request.json()) ?? {}, request.tenant);
    if (parts.closing.aborted) throw closing();
    const again = await executions.retry(execution.id, { ...start, traceparent });
    if (again === null) throw executionNotFound(execution.id);
    return accepted(again, request);
  }

  /** What was answered to the request by which an execution was begun. */
  async function answerAgain({ executionId, isSame }: Requested, request: RouteRequest): Promise<Response> {
    const execution = isSame ? await executions.get(executionId, request.tenant) : null;
    if (execution === null) throw otherRequest();
    const answer = accepted(execution, request);
    answer.headers.set("idempotent-replayed", "true");
    return answer;
  }

  async function lookUp({ param, tenant }: RouteRequest): Promise<Execution> {
    const execution = await executions.get(param("id"), tenant);
    if (execution === null) throw executionNotFound(param("id"));
    return execution;
  }

  function shown(execution: Execution, { baseUrl }: RouteRequest, status = 200): Response {
    return Response.json(presentExecution(execution, { baseUrl, home }), { status });
  }
}

/** As it stands when it is taken, whatever has become of it since. */
function accepted({ id, createdAt }: Execution, request: RouteRequest): Response {
  return Response.json(
    { executionId: id, status: "pending", createdAt },
    { status: 202, headers: { location: urlOf(id, request) } },
  );
}

function urlOf(id: string, { baseUrl }: RouteRequest): string {
  return `${baseUrl}/api/execute/${id}`;
}

function isOver({ status }: Execution): boolean {
  return status !== "pending" && status !== "processing";
}

const BESIDE_PLAN = executeRequestSchema.pick({ providerApiKeys: true, strict: true });

/** Parts what holds for this one execution from the plan, which the engine checks. */
function readExecuteRequest(body: unknown, tenant: string | null): { plan: unknown; start: StartRequest } {
  if (!isPlainObject(body)) return { plan: body, start: { tenant, providerApiKeys: {}, strict: false } };
  const { providerApiKeys, strict, ...plan } = body;
  const parsed = BESIDE_PLAN.safeParse({ providerApiKeys, strict });
  if (parsed.success) {
    const start = { tenant, providerApiKeys: parsed.data.providerApiKeys ?? {}, strict: parsed.data.strict ?? false };
    return { plan, start };
  }
  const frame = planSchema.safeParse(plan);
  const errors = [parsed.error, ...(frame.success ? [] : [frame.error])];
  throw new PlanValidationError(
    errors.flatMap((error) => issuesOf(error, "The reference at /docs says what is expected.")),
  );
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
