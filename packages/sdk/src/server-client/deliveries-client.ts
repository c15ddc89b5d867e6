import type { DeliveryDocument, DeliveryStatus, Page } from "@proxx/contract";
import type { Sender } from "./sender.ts";

export interface DeliveryListOptions {
  limit?: number | undefined;
  cursor?: string | null | undefined;
  status?: DeliveryStatus | undefined;
  /** Only what was told of this execution. */
  executionId?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** What webhooks were told. */
export interface DeliveriesClient {
  /** The newest first. */
  list(options?: DeliveryListOptions): Promise<Page<DeliveryDocument>>;
  get(id: string): Promise<DeliveryDocument>;
  /** Tells the same once more, at once. */
  redeliver(id: string): Promise<DeliveryDocument>;
}

export function createDeliveries(sender: Sender): DeliveriesClient {
  return {
    list: ({ signal, ...query } = {}) => sender.send("GET", "/api/webhooks/deliveries", { query, signal }),
    get: (id) => sender.send("GET", below(id)),
    redeliver: (id) => sender.send("POST", `${below(id)}/redeliver`),
  };
}

function below(id: string): string {
  return `/api/webhooks/deliveries/${encodeURIComponent(id)}`;
}
