import type { DeliveryLedger, KeptDelivery, NewDelivery } from "../deliveries.ts";

interface KeptRow {
  delivery: KeptDelivery;
  lease: string | null;
  leasedUntilMs: number;
}

/** The deliveries of a ledger in memory. */
export interface MemoryDeliveries {
  readonly methods: DeliveryLedger;
  /** How many are not delivered, and not given up. */
  waiting(): number;
  add(delivery: NewDelivery, about: Pick<KeptDelivery, "tenant" | "executionId" | "webhook">): void;
}

export function createMemoryDeliveries(): MemoryDeliveries {
  const rows = new Map<string, KeptRow>();
  const find = (id: string, tenant: string | null) => {
    const row = rows.get(id);
    return row?.delivery.tenant === tenant ? row : null;
  };
  const dueAt = ({ delivery, leasedUntilMs }: KeptRow) => Math.max(delivery.nextAtMs ?? Infinity, leasedUntilMs);

  return {
    waiting: () => rows.values().reduce((sum, { delivery }) => sum + (delivery.nextAtMs === null ? 0 : 1), 0),
    add(delivery, about) {
      const nowMs = Date.now();
      const state = { status: "waiting", attempts: [], failures: 0, nextAtMs: nowMs } as const;
      const kept = { ...delivery, ...about, ...state, createdAtMs: nowMs };
      rows.set(delivery.id, { delivery: kept, lease: null, leasedUntilMs: 0 });
    },
    methods: {
      async takeDeliveries({ lease, leaseMs, limit, executionId }) {
        const nowMs = Date.now();
        const waiting = [...rows.values()]
          .filter(({ delivery }) => delivery.nextAtMs !== null)
          .filter(({ delivery }) => executionId === null || delivery.executionId === executionId)
          .toSorted((one, other) => dueAt(one) - dueAt(other));
        const isDue = (row: KeptRow) => (executionId === null ? dueAt(row) : row.leasedUntilMs) <= nowMs;
        const taken = waiting.filter(isDue).slice(0, limit);
        for (const row of taken) Object.assign(row, { lease, leasedUntilMs: nowMs + leaseMs });
        const next = waiting.find((row) => !taken.includes(row));
        const nextInMs = next === undefined ? null : Math.max(0, dueAt(next) - nowMs);
        return { taken: taken.map(({ delivery }) => delivery), nextInMs };
      },
      async keepDelivery(id, { status, attempts, failures, nextAtMs }, { lease, leaseMs }) {
        const row = rows.get(id);
        if (row === undefined || row.lease !== lease) return false;
        row.delivery = { ...row.delivery, status, attempts: [...attempts], failures, nextAtMs };
        if (leaseMs === 0) Object.assign(row, { lease: null, leasedUntilMs: 0 });
        else row.leasedUntilMs = Date.now() + leaseMs;
        return true;
      },
      readDelivery: async (id, tenant) => find(id, tenant)?.delivery ?? null,
      async listDeliveries({ tenant, after, limit, executionId, status }) {
        return Array.from(rows.values(), ({ delivery }) => delivery)
          .filter((delivery) => delivery.tenant === tenant && (after === null || isNewer(after, delivery)))
          .filter((delivery) => executionId === null || delivery.executionId === executionId)
          .filter((delivery) => status === null || delivery.status === status)
          .toSorted((one, other) => (isNewer(one, other) ? -1 : 1))
          .slice(0, limit);
      },
      async redeliver(id, tenant) {
        const row = find(id, tenant);
        if (row === null) return null;
        row.delivery = { ...row.delivery, status: "waiting", failures: 0, nextAtMs: Date.now() };
        Object.assign(row, { lease: null, leasedUntilMs: 0 });
        return row.delivery;
      },
    },
  };
}

type Place = Pick<KeptDelivery, "createdAtMs" | "id">;

function isNewer(one: Place, other: Place): boolean {
  return one.createdAtMs > other.createdAtMs || (one.createdAtMs === other.createdAtMs && one.id > other.id);
}
