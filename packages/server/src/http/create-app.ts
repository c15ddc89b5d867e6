import { randomBytes } from "node:crypto";
import { Hono, type Context, type MiddlewareHandler } from "hono";
import { asProblem, errorResponse } from "../error-response.ts";
import { Problem } from "./problem.ts";
import { readJsonBody } from "./read-body.ts";
import type { Route } from "./route.ts";

/** What is known of a request beside what it says. */
export interface RequestState {
  Variables: {
    requestId: string;
    /** Whose it is, once it has been let in. */
    tenant: string | null;
    /** The key it came with. */
    keyId: string | null;
    /** The path of its route, with names for what differs; null where there is none. */
    route: string | null;
    /** In place of the path in a log, where a secret stands in that. */
    shownPath: string | null;
  };
}

export type Gate = MiddlewareHandler<RequestState>;
type RequestContext = Context<RequestState>;

/** What was asked and what was answered, for a log: no header, no query, no body. */
export interface RequestRecord {
  requestId: string;
  method: string;
  path: string;
  /** As in `/api/execute/:id/status`; null where the request came to no route. */
  route: string | null;
  status: number;
  durationMs: number;
  /** What a fault was; null where there was none. */
  fault: unknown;
}

export interface AppOptions {
  routes: readonly Route[];
  /** Which a request passes in this order before it comes to its route. */
  gates: readonly Gate[];
  /** In place of what a request says it came to. */
  publicUrl: string | null;
  maxDocumentBytes: number;
  onRequest: (record: RequestRecord) => void;
}

/** The routes behind their gates: each answer has an id, and each failure is a problem document. */
export function createApp({ routes, gates, publicUrl, maxDocumentBytes, onRequest }: AppOptions) {
  const app = new Hono<RequestState>();
  const faults = new WeakMap<Request, unknown>();

  app.use(async (context, next) => {
    const startedAt = performance.now();
    const requestId = createRequestId();
    context.set("requestId", requestId);
    context.set("tenant", null);
    context.set("keyId", null);
    context.set("route", null);
    context.set("shownPath", null);
    await next();
    for (const [name, value] of Object.entries({ ...FOR_ALL, "request-id": requestId })) {
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
    }
    const { method } = context.req;
    const path = context.get("shownPath") ?? context.req.path;
    const durationMs = performance.now() - startedAt;
    const fault = faults.get(context.req.raw) ?? null;
    const { status } = context.res;
    onRequest({ requestId, method, path, route: context.get("route"), status, durationMs, fault });
  });
  for (const gate of gates) app.use(gate);
  for (const route of routes) app.on(route.method, route.path, (context) => answer(route, context));
  app.notFound((context) => toResponse(notFound(context.req.path, routes), context));
  app.onError((error, context) => {
    if (asProblem(error).status >= 500) faults.set(context.req.raw, error);
    return toResponse(error, context);
  });
  return app;

  async function answer(route: Route, context: RequestContext): Promise<Response> {
    const { raw, url } = context.req;
    context.set("route", route.path);
    if (route.hasSecretPath === true) context.set("shownPath", route.path);
    return route.answer({
      raw,
      param: (name) => context.req.param(name) ?? "",
      tenant: context.get("tenant"),
      keyId: context.get("keyId"),
      baseUrl: publicUrl ?? new URL(url).origin,
      json: (maxBytes = maxDocumentBytes) => readJsonBody(raw, maxBytes),
    });
  }
}

/** By which an answer is found in a log. */
export function createRequestId(): string {
  return `req_${randomBytes(9).toString("base64url")}`;
}

/** Nothing that is answered may be guessed at, framed, kept by others or read by another page, unless it says so itself. */
const FOR_ALL: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

function toResponse(error: unknown, context: RequestContext): Response {
  return errorResponse(error, { requestId: context.get("requestId"), instance: context.req.path });
}

function notFound(path: string, routes: readonly Route[]): Problem {
  const methods = routes.filter((route) => matches(route.path, path)).map(({ method }) => method);
  if (methods.length === 0) {
    return new Problem({
      status: 404,
      code: "not_found",
      title: "There is nothing here.",
      detail: "No route of this server has this path.",
      hint: "/docs lists all of them.",
    });
  }
  const allowed = [...new Set(methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : method)))].join(", ");
  return new Problem({
    status: 405,
    code: "method_not_allowed",
    title: "Not by this method.",
    detail: `This path answers to ${allowed}.`,
    hint: "/docs lists all routes.",
    headers: { allow: allowed },
  });
}

/** Whether a path is one of a route's, whatever stands in the place of its names. */
export function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  return wanted.length === given.length && wanted.every((part, index) => part.startsWith(":") || part === given[index]);
}
