import type { DeliveryLedger, NewDelivery } from "@proxx/engine";
import type { SqliteDatabase } from "../open-database.ts";
import { deliveryOf } from "../../delivery-of.ts";
import { numberOf } from "../../rows.ts";
import {
  INSERT_DELIVERY,
  REDELIVER,
  SELECT_DELIVERIES,
  SELECT_DELIVERY,
  SELECT_NEXT_DELIVERY,
  TAKE_DELIVERIES,
  TAKE_DELIVERY_OF,
  UPDATE_DELIVERY,
} from "./delivery-statements.ts";

/** Within the transaction that ends the execution. */
export function insertDelivery(
  executionId: string,
  { id, messageId, body }: NewDelivery,
  { prepare }: Pick<SqliteDatabase, "prepare">,
): void {
  prepare(INSERT_DELIVERY).run(id, messageId, executionId, JSON.stringify(body), Date.now());
}

export function sqliteDeliveries({ ask, write, prepare }: SqliteDatabase): DeliveryLedger {
  /** When the next one can be taken; null where none waits. */
  function nextAt(executionId: string | null): number | null {
    const row = prepare(SELECT_NEXT_DELIVERY).get(executionId);
    return row === undefined ? null : numberOf(row["due_at_ms"]);
  }

  return {
    async takeDeliveries({ lease, leaseMs, limit, executionId }) {
      // Whoever has nothing to take keeps nobody from writing.
      const dueAtMs = await ask(() => nextAt(executionId));
      if (dueAtMs === null || (executionId === null && dueAtMs > Date.now())) {
        return { taken: [], nextInMs: dueAtMs === null ? null : dueAtMs - Date.now() };
      }
      return write(() => {
        const nowMs = Date.now();
        const rows =
          executionId === null
            ? prepare(TAKE_DELIVERIES).all(lease, nowMs, leaseMs, limit)
            : prepare(TAKE_DELIVERY_OF).all(lease, nowMs, leaseMs, executionId);
        const next = nextAt(executionId);
        return { taken: rows.map(deliveryOf), nextInMs: next === null ? null : Math.max(0, next - nowMs) };
      });
    },
    async keepDelivery(id, { status, attempts, failures, nextAtMs }, { lease, leaseMs }) {
      const untilMs = leaseMs === 0 ? null : Date.now() + leaseMs;
      const state = [status, JSON.stringify(attempts), failures, nextAtMs] as const;
      const { changes } = await write(() => prepare(UPDATE_DELIVERY).run(...state, lease, untilMs, id));
      return changes === 1;
    },
    async readDelivery(id, tenant) {
      const row = await ask(() => prepare(SELECT_DELIVERY).get(id, tenant));
      return row === undefined ? null : deliveryOf(row);
    },
    async listDeliveries({ tenant, after, limit, executionId, status }) {
      const place = [after?.createdAtMs ?? null, after?.id ?? null] as const;
      const rows = await ask(() => prepare(SELECT_DELIVERIES).all(tenant, limit, ...place, executionId, status));
      return rows.map(deliveryOf);
    },
    async redeliver(id, tenant) {
      const row = await write(() => prepare(REDELIVER).get(Date.now(), id, tenant));
      return row === undefined ? null : deliveryOf(row);
    },
  };
}
