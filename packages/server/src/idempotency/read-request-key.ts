import { createHash } from "node:crypto";
import type { RequestKey } from "@proxx/runtime";
import { Problem } from "../http/problem.ts";
import type { RouteRequest } from "../http/route.ts";

/** By what a request is known again, where it came with an `Idempotency-Key`. */
export function readRequestKey({ raw }: RouteRequest, body: unknown): RequestKey | undefined {
  const key = raw.headers.get("idempotency-key");
  if (key === null) return undefined;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw wrongKey();
  const fingerprint = createHash("sha256").update(JSON.stringify(body ?? null));
  return { key, fingerprint: fingerprint.digest("hex") };
}

function wrongKey(): Problem {
  return new Problem({
    status: 400,
    code: "idempotency_key_invalid",
    title: "The idempotency key cannot be used.",
    detail: "Expected `Idempotency-Key` to be 1 to 255 visible ASCII characters.",
    hint: "Use a random UUID for each execution that is to begin.",
  });
}

export function otherRequest(): Problem {
  return new Problem({
    status: 422,
    code: "idempotency_key_reused",
    title: "The idempotency key stood on another request.",
    detail: "Within 24 hours this key stood on a request with another body.",
    hint: "Use a new key for another execution.",
  });
}
