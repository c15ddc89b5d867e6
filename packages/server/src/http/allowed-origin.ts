import type { Context } from "hono";
import type { Gate, RequestState } from "./create-app.ts";
import { Problem } from "./problem.ts";

const ANSWERED = { "access-control-expose-headers": "location, link, request-id, retry-after, idempotent-replayed" };
const PREFLIGHT = {
  "access-control-allow-methods": "GET, POST, DELETE",
  "access-control-allow-headers": "authorization, content-type, idempotency-key, last-event-id, range",
  "access-control-max-age": "600",
};

/** Pages of other origins get nothing, and change nothing, unless the operator has named their origin. */
export function allowedOrigin(origins: readonly string[], publicUrl: string | null): Gate {
  return async (context, next) => {
    const origin = context.req.header("origin");
    const site = context.req.header("sec-fetch-site");
    if (origin === undefined || isOwnOrigin(origin, context.req.url, publicUrl)) {
      // A request without an origin that a page of another site caused, such as a picture, only reads what is no secret.
      if (site === "cross-site" && context.req.method !== "GET") throw foreignPage();
      return next();
    }
    if (!origins.includes(origin)) throw foreignPage();
    if (context.req.method === "OPTIONS") return new Response(null, { status: 204, headers: cors(origin, PREFLIGHT) });
    await next();
    addHeaders(context, cors(origin, ANSWERED));
  };
}

/** Whether a page of this server asks, by the address that the request came to or by the one that the world has for it. */
export function isOwnOrigin(origin: string, requestUrl: string, publicUrl: string | null): boolean {
  return origin === new URL(requestUrl).origin || (publicUrl !== null && origin === new URL(publicUrl).origin);
}

function cors(origin: string, more: Readonly<Record<string, string>>): Record<string, string> {
  return { "access-control-allow-origin": origin, vary: "origin", ...more };
}

function addHeaders(context: Context<RequestState>, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value);
}

function foreignPage(): Problem {
  return new Problem({
    status: 403,
    code: "foreign_origin",
    title: "A page of another origin asks.",
    detail: "This server does nothing for pages of other origins.",
    hint: "Ask from a server, or start this one with `--cors-origin ORIGIN`.",
  });
}
