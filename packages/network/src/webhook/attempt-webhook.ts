import { ProxxError, readRetryAfter, type WebhookAttempt } from "@proxx/contract";
import type { Network } from "../create-network.ts";
import { checkPositiveIntegers } from "../positive-integer.ts";
import { signWebhook } from "./webhook-signature.ts";

export interface AttemptWebhookOptions {
  /** Made with `purpose: "webhook"`. */
  network: Network;
  url: string;
  /** Null sends the message unsigned. */
  secret: string | null;
  /** The secret before this one, while receivers change. @default none */
  previousSecret?: string | null | undefined;
  /** JSON. */
  body: string;
  /** The same for every attempt to deliver one message. */
  id: string;
  signal?: AbortSignal | undefined;
  /** From the connection to the answer's end. @default 15 000 */
  timeoutMs?: number;
  /** @default Date.now */
  now?: () => number;
}

const MAX_ANSWER_BYTES = 4096;

/** One POST of a webhook. Redirects are not followed: a receiver's address is what was agreed on. */
export async function attemptWebhook(options: AttemptWebhookOptions): Promise<WebhookAttempt> {
  const { network, url, secret, previousSecret, body, id, timeoutMs = 15_000, now = Date.now } = options;
  checkPositiveIntegers({ timeoutMs });
  const at = now();
  const startedAt = performance.now();
  const timestampSeconds = Math.floor(at / 1000);
  const deadline = AbortSignal.timeout(timeoutMs);
  const attempt: WebhookAttempt = {
    at: new Date(at).toISOString(),
    status: null,
    durationMs: 0,
    answer: null,
    retryAfterMs: null,
    error: null,
  };
  const headers =
    secret === null
      ? unsigned(id, timestampSeconds)
      : signWebhook({ id, timestampSeconds, body, secret, previousSecret });
  try {
    const response = await network.fetch(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", "user-agent": "proxx" },
      body,
      redirect: "manual",
      signal: options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]),
    });
    attempt.status = response.status;
    attempt.retryAfterMs = readRetryAfter(response.headers.get("retry-after"), at);
    // The status is the answer. What follows is for people, and its failure is none of the delivery.
    attempt.answer = await readStart(response, MAX_ANSWER_BYTES).catch(() => null);
  } catch (error) {
    if (options.signal?.aborted) attempt.error = { code: "aborted", message: "The attempt was aborted." };
    else if (deadline.aborted) attempt.error = undelivered(`There was no answer within ${timeoutMs} ms.`);
    else if (error instanceof ProxxError) attempt.error = { code: error.code, message: error.message };
    else attempt.error = undelivered(`The receiver cannot be reached: ${reasonOf(error)}.`);
  }
  if (attempt.error === null && !isSuccess(attempt.status))
    attempt.error = undelivered(`The receiver answered ${attempt.status}.`);
  attempt.durationMs = Math.round(performance.now() - startedAt);
  return attempt;
}

function unsigned(id: string, timestampSeconds: number): Record<string, string> {
  return { "webhook-id": id, "webhook-timestamp": String(timestampSeconds) };
}

function isSuccess(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

function undelivered(message: string): WebhookAttempt["error"] {
  return { code: "webhook_undelivered", message };
}

/** `fetch failed` says nothing; what it was caused by does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  return error.message || ("code" in error ? String(error.code) : error.name);
}

async function readStart(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes).toString();
}
