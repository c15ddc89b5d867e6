import { createNetwork, deliverWebhook, nextDelivery, WEBHOOK_DELAYS_MS } from "@proxx/network";
import type { Deliveries } from "@proxx/runtime";

/** A program waits for its webhook for some minutes; over some days it is tried by a server on the same folder. */
const DELAYS_MS = WEBHOOK_DELAYS_MS.slice(0, 4);
/** Longer than the longest of these delays and an attempt. */
const LEASE_MS = 10 * 60_000;

/**
 * Tells the webhook of an execution of its end, unless somebody else is at it; that it could not be told is a warning of the
 * process.
 */
export async function tellWebhook(
  executionId: string,
  deliveries: Told,
  allowPrivate: boolean,
  delaysMs: readonly number[] = DELAYS_MS,
): Promise<void> {
  const { taken } = await deliveries.take({ executionId, limit: 1, leaseMs: LEASE_MS });
  const [delivery] = taken;
  if (delivery === undefined || delivery.webhook === null) return;
  const network = createNetwork({ purpose: "webhook", allowPrivate });
  let state = delivery;
  try {
    const { outcome, attempts } = await deliverWebhook({
      network,
      ...delivery.webhook,
      body: JSON.stringify(delivery.body),
      id: delivery.messageId,
      delaysMs,
      async onAttempt(attempt) {
        state = nextDelivery(state, attempt, Date.now(), Math.random());
        await deliveries.keep(delivery, state, LEASE_MS);
      },
    });
    if (outcome === "delivered") return;
    const reason = attempts.at(-1)?.error?.message ?? outcome;
    process.emitWarning(`The webhook of ${executionId} was not delivered: ${reason}`, { code: "PROXX_WEBHOOK" });
  } finally {
    await deliveries.keep(delivery, state);
    await network.close();
  }
}

/**
 * Tells the webhook of an execution whose program is gone, once: whoever goes on with it does not wait for minutes because of
 * that. What could not be told is left to a server on the same folder.
 */
export async function tellOnce(
  ...about: [executionId: string, deliveries: Told, allowPrivate: boolean]
): Promise<void> {
  await tellWebhook(...about, WEBHOOK_DELAYS_MS.slice(0, 1));
}

type Told = Pick<Deliveries, "take" | "keep">;

/** Rejects where a webhook may not be told. */
export async function checkWebhook(url: string, allowPrivate: boolean): Promise<void> {
  const network = createNetwork({ purpose: "webhook", allowPrivate });
  try {
    await network.checkReach(url);
  } finally {
    await network.close();
  }
}
