import type { ProxxErrorCode } from "../messages/proxx-error.ts";

export const DELIVERY_STATUSES = ["waiting", "delivered", "gone", "refused", "exhausted"] as const;

/**
 * `waiting`: an attempt is to come. `gone`: the receiver has answered 410 and wants no more. `refused`: its address may not
 * be reached. `exhausted`: every attempt has failed.
 */
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** What came of telling a webhook once. */
export interface WebhookAttempt {
  /** ISO 8601. */
  at: string;
  /** Null when there was no answer. */
  status: number | null;
  durationMs: number;
  /** The first 4 KiB of the answer's body. */
  answer: string | null;
  /** How long the receiver wants to be left alone; null where it does not say. */
  retryAfterMs: number | null;
  /** Null when the message was delivered. */
  error: { code: ProxxErrorCode; message: string } | null;
}

/** What came of a message to a webhook so far. */
export interface DeliveryState {
  readonly status: DeliveryStatus;
  readonly attempts: readonly WebhookAttempt[];
  /** How many attempts in a row have failed since it was begun, or begun again. */
  readonly failures: number;
  /** Milliseconds since 1970; null where none is to come. */
  readonly nextAtMs: number | null;
}
