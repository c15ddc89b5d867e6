import { setTimeout as wait } from "node:timers/promises";
import { backoffMs, type WebhookAttempt } from "@proxx/contract";
import { attemptWebhook, type AttemptWebhookOptions } from "./attempt-webhook.ts";

export interface DeliverWebhookOptions extends AttemptWebhookOptions {
  /** How long to wait after each failed attempt; one attempt more than there are entries. @default WEBHOOK_DELAYS_MS */
  delaysMs?: readonly number[];
  /** From 0 to 1; each wait is stretched or shortened by up to a fifth. @default Math.random */
  random?: () => number;
  /** Told each attempt as it ends, for a record that outlives this process. */
  onAttempt?: (attempt: WebhookAttempt) => void | Promise<void>;
}

export interface WebhookDelivery {
  /**
   * `gone`: the receiver answered 410 and wants no more. `refused`: the address may not be reached. `exhausted`: every
   * attempt failed.
   */
  outcome: "delivered" | "gone" | "refused" | "exhausted" | "aborted";
  attempts: WebhookAttempt[];
}

/** Four times as long after each failure: nine attempts, the last about a day after the first. */
export const WEBHOOK_DELAYS_MS: readonly number[] = Array.from({ length: 8 }, (_, index) =>
  backoffMs(index + 1, { firstMs: 5000, growth: 4, longestMs: 57_600_000 }),
);

/** A receiver that wants to be left alone for longer than this is asked again nevertheless. */
const LONGEST_WAIT_MS = 24 * 3600 * 1000;

/** Posts a webhook until it is taken. Delivered at least once: an answer that is lost leads to another attempt. */
export async function deliverWebhook(options: DeliverWebhookOptions): Promise<WebhookDelivery> {
  const { delaysMs = WEBHOOK_DELAYS_MS, random = Math.random, onAttempt, signal } = options;
  const attempts: WebhookAttempt[] = [];
  for (;;) {
    if (signal?.aborted) return { outcome: "aborted", attempts };
    const attempt = await attemptWebhook(options);
    attempts.push(attempt);
    await onAttempt?.(attempt);
    const outcome = outcomeOf(attempt);
    if (outcome !== null) return { outcome, attempts };
    const delayMs = delaysMs[attempts.length - 1];
    if (delayMs === undefined) return { outcome: "exhausted", attempts };
    // Ended early by the signal, which the loop then sees.
    const { retryAfterMs } = attempt;
    const waitMs = backoffMs(1, { firstMs: delayMs, random: random(), retryAfterMs });
    await wait(Math.min(waitMs, LONGEST_WAIT_MS), undefined, { signal }).catch(() => {});
  }
}

/** What an attempt settles; null when another may follow. */
export function outcomeOf({ status, error }: WebhookAttempt): WebhookDelivery["outcome"] | null {
  if (error === null) return "delivered";
  if (error.code === "aborted") return "aborted";
  if (error.code === "webhook_invalid" || error.code === "source_forbidden") return "refused";
  return status === 410 ? "gone" : null;
}
