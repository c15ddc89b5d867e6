import { createHash } from "node:crypto";
import { Problem } from "../http/problem.ts";
import type { RouteRequest } from "../http/route.ts";
import type { KeptAnswers } from "./kept-answers.ts";

/**
 * Answers a request with an `Idempotency-Key` once, however often it comes: the same key and body get the same answer, a
 * key that stood on another body is refused. What is refused itself begins nothing, so its key is free again.
 */
export async function answerOnce(
  request: RouteRequest,
  body: unknown,
  answers: KeptAnswers,
  answer: () => Promise<Response>,
): Promise<Response> {
  const given = request.raw.headers.get("idempotency-key");
  if (given === null) return answer();
  if (!/^[\x21-\x7e]{1,255}$/.test(given)) throw wrongKey();
  const { method, url } = request.raw;
  const path = new URL(url).pathname;
  const key = JSON.stringify([request.tenant, method, path, given]);
  const fingerprint = createHash("sha256")
    .update(JSON.stringify(body ?? null))
    .digest("hex");
  const taken = await answers.take(key, fingerprint);
  if (taken.state === "other-request") throw otherRequest();
  if (taken.state === "being-answered") throw beingAnswered();
  if (taken.state === "answered") {
    const { status, headers, body: text } = taken.answer;
    return new Response(text, { status, headers: { ...headers, "idempotent-replayed": "true" } });
  }
  try {
    const response = await answer();
    const text = await response.text();
    const kept = { status: response.status, headers: Object.fromEntries(response.headers), body: text };
    await answers.keep(key, kept);
    return new Response(text, kept);
  } catch (error) {
    await answers.giveBack(key);
    throw error;
  }
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

function otherRequest(): Problem {
  return new Problem({
    status: 422,
    code: "idempotency_key_reused",
    title: "The idempotency key stood on another request.",
    detail: "Within 24 hours this key stood on a request with another body.",
    hint: "Use a new key for another execution.",
  });
}

function beingAnswered(): Problem {
  return new Problem({
    status: 409,
    code: "idempotency_key_in_use",
    title: "A request with this idempotency key is being answered.",
    detail: "The first request with this key has no answer yet.",
    hint: "Send it again in a moment; the answer will be that of the first.",
    retryable: true,
    headers: { "retry-after": "1" },
  });
}
