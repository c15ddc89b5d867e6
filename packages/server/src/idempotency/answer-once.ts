import { Problem } from "../http/problem.ts";
import type { RouteRequest } from "../http/route.ts";
import type { KeptAnswers } from "./kept-answers.ts";
import { otherRequest, readRequestKey } from "./read-request-key.ts";

/**
 * Answers a request to run a JobSpec with an `Idempotency-Key` once, however often it comes: the same key and body get the same answer, a
 * key that stood on another body is refused. What is refused itself begins nothing, so its key is free again.
 */
export async function answerOnce(
  request: RouteRequest,
  body: unknown,
  answers: KeptAnswers,
  answer: () => Promise<Response>,
): Promise<Response> {
  const given = readRequestKey(request, body);
  if (given === undefined) return answer();
  const key = JSON.stringify([request.tenant, given.key]);
  const { fingerprint } = given;
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
