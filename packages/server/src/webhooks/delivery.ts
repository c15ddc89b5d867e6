import type { WebhookAttempt } from "@proxx/network";

export const DELIVERY_STATUSES = ["waiting", "delivered", "gone", "refused", "exhausted"] as const;

/**
 * `waiting`: an attempt is to come. `gone`: the receiver has answered 410 and wants no more. `refused`: its address may not
 * be reached. `exhausted`: every attempt has failed.
 */
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** A message to a webhook, and what came of it so far. */
export interface Delivery {
  readonly id: string;
  /** The same in every attempt, so that a receiver knows what it had before. */
  readonly messageId: string;
  readonly tenant: string | null;
  readonly executionId: string;
  readonly url: string;
  readonly secret: string | null;
  readonly previousSecret: string | null;
  /** Exactly what is sent. */
  readonly body: string;
  readonly status: DeliveryStatus;
  readonly attempts: readonly WebhookAttempt[];
  /** How many attempts in a row have failed since it was begun, or begun again. */
  readonly failures: number;
  /** Milliseconds since 1970; null where none is to come. */
  readonly nextAtMs: number | null;
  readonly createdAt: string;
}
