import { planSchema, PlanValidationError, type Execution } from "@proxx/contract";
import { presentExecution } from "../executions/present-execution.ts";
import { issuesOf } from "../http/issues-of.ts";
import { defineRoute, problemAnswer, type Route, type RouteRequest } from "../http/route.ts";
import { accepted, beginExecution, partBody, urlOfExecution, type AskedPlan } from "./begin-execution.ts";
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
      handle: (request) =>
        traced(request, "POST /api/execute", parts, (traceparent) =>
          beginExecution(request, parts, { traceparent, read: (body) => readExecuteRequest(body, request.tenant) }),
        ),
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
        const self = urlOfExecution(execution.id, request);
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

  async function beginAgain(request: RouteRequest, traceparent: string | null): Promise<Response> {
    const execution = await lookUp(request);
    if (execution.status !== "failed" && execution.status !== "cancelled") throw executionEnded(execution);
    const { start } = readExecuteRequest((await request.json()) ?? {}, request.tenant);
    if (parts.closing.aborted) throw closing();
    const again = await executions.retry(execution.id, { ...start, traceparent });
    if (again === null) throw executionNotFound(execution.id);
    return accepted(again, request);
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

function isOver({ status }: Execution): boolean {
  return status !== "pending" && status !== "processing";
}

/** Parts what holds for this one execution from the plan, which the engine checks. */
function readExecuteRequest(body: unknown, tenant: string | null): AskedPlan {
  const { rest: plan, start, issues } = partBody(body, tenant);
  if (issues.length === 0) return { plan, start };
  const frame = planSchema.safeParse(plan);
  const found = frame.success ? [] : issuesOf(frame.error, { schema: planSchema, value: plan, subject: "a plan" });
  throw new PlanValidationError([...issues, ...found]);
}
