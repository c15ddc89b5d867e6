import type { Place } from "../executions/executions.ts";
import type { Delivery, DeliveryStatus } from "./delivery.ts";

interface ListDeliveries {
  tenant: string | null;
  after: Place | null;
  limit: number;
  executionId: string | null;
  status: DeliveryStatus | null;
}

/** Where deliveries are kept. A ledger adds the row in the transaction that ends the execution. */
export interface DeliveryRows {
  add(delivery: Delivery): Promise<void>;
  /** In place of the row with its id. */
  save(delivery: Delivery): Promise<void>;
  /** Those that wait, the one that is due first before the others. */
  waiting(limit: number): Promise<readonly Delivery[]>;
  /** Null for one of another tenant as for one that never was. */
  get(id: string, tenant: string | null): Promise<Delivery | null>;
  /** The newest first. */
  list(request: ListDeliveries): Promise<readonly Delivery[]>;
}

/** In memory, as long as the process lives. */
export function createMemoryRows(): DeliveryRows {
  const rows = new Map<string, Delivery>();
  return {
    async add(delivery) {
      rows.set(delivery.id, delivery);
    },
    async save(delivery) {
      rows.set(delivery.id, delivery);
    },
    async waiting(limit) {
      const due = [...rows.values()].filter(({ nextAtMs }) => nextAtMs !== null);
      return due.sort((one, other) => (one.nextAtMs ?? 0) - (other.nextAtMs ?? 0)).slice(0, limit);
    },
    async get(id, tenant) {
      const found = rows.get(id);
      return found?.tenant === tenant ? found : null;
    },
    async list({ tenant, after, limit, executionId, status }) {
      return [...rows.values()]
        .filter((row) => row.tenant === tenant && (after === null || isLater(after, row)))
        .filter((row) => executionId === null || row.executionId === executionId)
        .filter((row) => status === null || row.status === status)
        .sort((one, other) => (isLater(one, other) ? -1 : 1))
        .slice(0, limit);
    },
  };
}

function isLater(one: Place, other: Place): boolean {
  return one.createdAt > other.createdAt || (one.createdAt === other.createdAt && one.id > other.id);
}
