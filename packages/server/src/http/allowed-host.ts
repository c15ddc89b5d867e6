import { Problem } from "./problem.ts";
import type { Gate } from "./create-app.ts";

/**
 * Answers only to names that are this server's. A page of anybody can give its own name the address of this machine, and so
 * have a browser on it ask; what the browser then sends as `Host` is the page's name.
 */
export function allowedHost(names: readonly string[]): Gate {
  return async (context, next) => {
    if (!names.includes(new URL(context.req.url).hostname)) throw misdirected();
    await next();
  };
}

export const LOOPBACK_NAMES: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/** Whether a host to listen on is reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return LOOPBACK_NAMES.includes(host) || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function misdirected(): Problem {
  return new Problem({
    status: 421,
    code: "unknown_host",
    title: "The request is for another host.",
    detail: "This server does not answer to the name in the header `Host`.",
    hint: "Use the address that it listens on, or start it with `--allow-host NAME`.",
  });
}
