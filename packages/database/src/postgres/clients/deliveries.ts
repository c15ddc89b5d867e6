import type { DeliveryLedger, DeliveryListRequest, NewDelivery } from "@proxx/engine";
import { deliveryOf } from "../../delivery-of.ts";
import { numberOf } from "../../rows.ts";
import type { PostgresDatabase } from "../connection/open-database.ts";
import type { Run, Transaction } from "../connection/statement.ts";
import {
  INSERT_DELIVERY,
  REDELIVER,
  SELECT_DELIVERIES,
  SELECT_DELIVERIES_BY_STATUS,
  SELECT_DELIVERIES_OF_EXECUTION,
  SELECT_DELIVERY,
  SELECT_NEXT_DELIVERY,
  SELECT_NEXT_DELIVERY_OF,
  TAKE_DELIVERIES,
  TAKE_DELIVERY_OF,
  UPDATE_DELIVERY,
} from "./delivery-statements.ts";
import { placeBefore } from "../read-executions.ts";

/** Within the transaction that ends the execution. */
export function insertDelivery(
  executionId: string,
  { id, messageId, body }: NewDelivery,
  send: Transaction["send"],
): void {
  send(INSERT_DELIVERY, [id, messageId, executionId, JSON.stringify(body)]);
}

export function postgresDeliveries({ ask }: Pick<PostgresDatabase, "ask">): DeliveryLedger {
  /** In how long the next one can be taken; null where none waits. */
  async function nextIn(executionId: string | null): Promise<number | null> {
    const [row] =
      executionId === null ? await ask(SELECT_NEXT_DELIVERY, []) : await ask(SELECT_NEXT_DELIVERY_OF, [executionId]);
    return row === undefined ? null : numberOf(row["next_in_ms"]);
  }

  return {
    async takeDeliveries({ lease, leaseMs, limit, executionId }) {
      // Whoever has nothing to take writes nothing.
      const nextInMs = await nextIn(executionId);
      if (nextInMs === null || (executionId === null && nextInMs > 0)) return { taken: [], nextInMs };
      const rows =
        executionId === null
          ? await ask(TAKE_DELIVERIES, [lease, leaseMs, limit])
          : await ask(TAKE_DELIVERY_OF, [lease, leaseMs, executionId]);
      return { taken: rows.map(deliveryOf), nextInMs: await nextIn(executionId) };
    },
    async keepDelivery(id, { status, attempts, failures, nextAtMs }, { lease, leaseMs }) {
      const state = [status, JSON.stringify(attempts), failures, nextAtMs];
      return (await ask(UPDATE_DELIVERY, [...state, lease, leaseMs, id])).length === 1;
    },
    async readDelivery(id, tenant) {
      const [row] = await ask(SELECT_DELIVERY, [id, tenant]);
      return row === undefined ? null : deliveryOf(row);
    },
    listDeliveries: async (request) => (await selectDeliveries(request, ask)).map(deliveryOf),
    async redeliver(id, tenant) {
      const [row] = await ask(REDELIVER, [id, tenant]);
      return row === undefined ? null : deliveryOf(row);
    },
  };
}

function selectDeliveries({ tenant, after, limit, executionId, status }: DeliveryListRequest, run: Run) {
  const place = [tenant, limit, ...placeBefore(after)];
  if (executionId !== null) return run(SELECT_DELIVERIES_OF_EXECUTION, [...place, status, executionId]);
  return status === null ? run(SELECT_DELIVERIES, place) : run(SELECT_DELIVERIES_BY_STATUS, [...place, status]);
}
