import type { DeliveryState, DeliveryStatus, WebhookBody } from "@proxx/contract";

/** What a webhook is to be told of an execution that ends. */
export interface NewDelivery {
  readonly id: string;
  /** The same in every attempt, so that a receiver knows what it had before. */
  readonly messageId: string;
  readonly body: WebhookBody;
}

/** A message to a webhook, and what came of it so far. */
export interface KeptDelivery extends NewDelivery, DeliveryState {
  readonly tenant: string | null;
  readonly executionId: string;
  /** Where it goes and what it is signed with; sealed. */
  readonly webhook: string;
  readonly createdAtMs: number;
}

export interface DeliveryRequest {
  /** By which whoever takes them is known until it gives them back. */
  readonly lease: string;
  readonly leaseMs: number;
  readonly limit: number;
  /** That of this execution, whenever it is due; null for all that are. */
  readonly executionId: string | null;
}

/** Which deliveries a list is of: the newest first, those that come after one of them. */
export interface DeliveryListRequest {
  readonly tenant: string | null;
  readonly after: { readonly createdAtMs: number; readonly id: string } | null;
  readonly limit: number;
  readonly executionId: string | null;
  readonly status: DeliveryStatus | null;
}

/** Messages to webhooks. `Ledger.move` writes them, one for each execution, in the transaction that ends it. */
export interface DeliveryLedger {
  /**
   * Takes deliveries that wait for an attempt and that nobody has: whoever takes one and is gone has it no longer than its
   * lease. Gives in how many milliseconds the next one is due beside these; null where there is none.
   */
  takeDeliveries(
    request: DeliveryRequest,
  ): Promise<{ readonly taken: readonly KeptDelivery[]; readonly nextInMs: number | null }>;
  /** Keeps what came of one. It is given back, or had for so long from now on. False where it is had by somebody else. */
  keepDelivery(
    id: string,
    state: DeliveryState,
    lease: { readonly lease: string; readonly leaseMs: number },
  ): Promise<boolean>;
  /** Null for one of another tenant as for one that never was. */
  readDelivery(id: string, tenant: string | null): Promise<KeptDelivery | null>;
  listDeliveries(request: DeliveryListRequest): Promise<readonly KeptDelivery[]>;
  /** Makes one due at once, with all the attempts of a new one; what comes of an attempt under way is not heard. */
  redeliver(id: string, tenant: string | null): Promise<KeptDelivery | null>;
}
