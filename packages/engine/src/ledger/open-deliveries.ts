import { randomUUID } from "node:crypto";
import type { DeliveryState } from "@proxx/contract";
import { z } from "zod";
import type { Listeners } from "../scheduling/listeners.ts";
import type { DeliveryListRequest, DeliveryRequest, KeptDelivery } from "./deliveries.ts";
import type { Ledger } from "./ledger.ts";
import type { Sealer } from "./seal-secrets.ts";

/** Where a webhook is, and what its messages are signed with. */
export const webhookSchema = z.object({
  url: z.string(),
  secret: z.string().nullable(),
  /** The one before, while receivers change. */
  previousSecret: z.string().nullable(),
});
export type Webhook = z.output<typeof webhookSchema>;

/** A message to a webhook. */
export interface Delivery extends Omit<KeptDelivery, "webhook"> {
  /** Null where it cannot be read any more: the key that it was sealed with is another one than it was. */
  readonly webhook: Webhook | null;
}

/** One that is had by whoever has taken it. */
export interface TakenDelivery extends Delivery {
  readonly lease: string;
}

/** The messages to webhooks that were written when executions ended, for whoever delivers them. */
export interface Deliveries {
  take(
    request: Omit<DeliveryRequest, "lease">,
  ): Promise<{ readonly taken: readonly TakenDelivery[]; readonly nextInMs: number | null }>;
  /** Keeps what came of one, and gives it back; or has it for so long from now on. False where somebody else has it. */
  keep(taken: TakenDelivery, state: DeliveryState, leaseMs?: number): Promise<boolean>;
  read(id: string, tenant: string | null): Promise<Delivery | null>;
  list(request: DeliveryListRequest): Promise<readonly Delivery[]>;
  redeliver(id: string, tenant: string | null): Promise<Delivery | null>;
  /** Calls back when this process may have written one, until what it gives is called. */
  onNew(listener: () => void): () => void;
  /** Calls back when an execution has ended here that a program has begun which is gone, and whose webhook nobody else tells. */
  onLeft(listener: (executionId: string) => void): () => void;
}

export function openDeliveries({
  ledger,
  sealer,
  ended,
  left,
}: {
  ledger: Ledger;
  sealer: Sealer;
  /** Told of executions that have ended here. */
  ended: Listeners<string>;
  /** Told of those of them that were left by the program that had begun them. */
  left: Listeners<string>;
}): Deliveries {
  async function opened({ webhook, ...delivery }: KeptDelivery): Promise<Delivery> {
    return { ...delivery, webhook: await sealer.unseal(webhook, webhookSchema) };
  }

  return {
    async take(request) {
      const lease = randomUUID();
      const { taken, nextInMs } = await ledger.takeDeliveries({ ...request, lease });
      return { taken: await Promise.all(taken.map(async (one) => ({ ...(await opened(one)), lease }))), nextInMs };
    },
    keep: ({ id, lease }, state, leaseMs = 0) => ledger.keepDelivery(id, state, { lease, leaseMs }),
    async read(id, tenant) {
      const delivery = await ledger.readDelivery(id, tenant);
      return delivery === null ? null : opened(delivery);
    },
    list: async (request) => Promise.all((await ledger.listDeliveries(request)).map(opened)),
    async redeliver(id, tenant) {
      const delivery = await ledger.redeliver(id, tenant);
      return delivery === null ? null : opened(delivery);
    },
    onNew: (listener) => ended.add(listener),
    onLeft: (listener) => left.add(listener),
  };
}
