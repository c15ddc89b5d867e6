import type { Gate } from "./create-app.ts";
import { Problem } from "./problem.ts";

const WINDOW_MS = 60_000;

interface Window {
  endsAtMs: number;
  count: number;
}

/**
 * So many requests a minute for each key, as draft-ietf-httpapi-ratelimit-headers says it. Of one process: several of them let
 * in so many each.
 */
export function rateLimit(perMinute: number, now: () => number): Gate {
  const windows = new Map<string, Window>();
  return async (context, next) => {
    const window = windowOf(context.get("keyId") ?? "", now());
    window.count += 1;
    const seconds = Math.ceil((window.endsAtMs - now()) / 1000);
    const headers = {
      "ratelimit-policy": `"requests";q=${perMinute};w=${WINDOW_MS / 1000}`,
      ratelimit: `"requests";r=${Math.max(perMinute - window.count, 0)};t=${seconds}`,
    };
    if (window.count > perMinute) throw tooMany(perMinute, seconds, headers);
    await next();
    for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value);
  };

  function windowOf(who: string, nowMs: number): Window {
    const current = windows.get(who);
    if (current !== undefined && current.endsAtMs > nowMs) return current;
    const window = { endsAtMs: nowMs + WINDOW_MS, count: 0 };
    windows.set(who, window);
    return window;
  }
}

function tooMany(perMinute: number, seconds: number, headers: Readonly<Record<string, string>>): Problem {
  return new Problem({
    status: 429,
    code: "rate_limited",
    title: "Too many requests.",
    detail: `A key may ask ${perMinute} times a minute.`,
    hint: `Ask again in ${seconds} s; a stream of events asks once.`,
    retryable: true,
    headers: { ...headers, "retry-after": String(seconds) },
  });
}
