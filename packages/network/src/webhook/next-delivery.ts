import { backoffMs, type DeliveryState, type WebhookAttempt } from "@proxx/contract";
import { outcomeOf } from "./deliver-webhook.ts";

const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000];

/** After each failed attempt: ten attempts, the last about three days after the first. */
const DELIVERY_DELAYS_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** A receiver that wants to be left alone for longer than this is asked again nevertheless. */
const LONGEST_WAIT_MS = 24 * HOUR;
const ATTEMPTS_KEPT = 50;
const ANSWER_KEPT = 1024;

/** What a delivery is after an attempt. `random`, from 0 to 1, stretches or shortens the wait by up to a fifth. */
export function nextDelivery<Delivery extends DeliveryState>(
  delivery: Delivery,
  attempt: WebhookAttempt,
  nowMs: number,
  random: number,
): Delivery {
  const outcome = outcomeOf(attempt);
  // The server went away; nothing is known of the receiver.
  if (outcome === "aborted") return delivery;
  const kept = { ...attempt, answer: attempt.answer?.slice(0, ANSWER_KEPT) ?? null };
  const told = { ...delivery, attempts: [...delivery.attempts, kept].slice(-ATTEMPTS_KEPT) };
  if (outcome !== null) return { ...told, status: outcome, nextAtMs: null };
  const failures = delivery.failures + 1;
  const firstMs = DELIVERY_DELAYS_MS[failures - 1];
  if (firstMs === undefined) return { ...told, failures, status: "exhausted", nextAtMs: null };
  const waitMs = backoffMs(1, { firstMs, random, retryAfterMs: attempt.retryAfterMs });
  return { ...told, failures, nextAtMs: nowMs + Math.min(waitMs, Math.max(LONGEST_WAIT_MS, firstMs * 1.2)) };
}
