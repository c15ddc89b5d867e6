import { printable } from "@proxx/contract";
import { z } from "zod";
import { readCursor, writeCursor } from "../http/cursor.ts";
import { Problem } from "../http/problem.ts";
import { defineRoute, problemAnswer, type Route } from "../http/route.ts";
import { DELIVERY_STATUSES, type Delivery } from "../webhooks/delivery.ts";
import { redelivered } from "../webhooks/next-delivery.ts";
import { limitSchema } from "./limit-schema.ts";
import type { ServerParts } from "./server-parts.ts";

const querySchema = z.strictObject({
  limit: limitSchema,
  cursor: z.string().max(300).optional().meta({ description: "`nextCursor` of the page before" }),
  executionId: z.string().min(1).max(128).optional().meta({ description: "Only those of this execution" }),
  status: z.enum(DELIVERY_STATUSES).optional().meta({ description: "Only those of this status" }),
});

const DELIVERY = { mediaType: "application/json", schema: "Delivery" };
const UNKNOWN = problemAnswer("There is no such delivery, or it is another tenant's.");

/** What webhooks were told, and what came of it. */
export function deliveryRoutes({ deliveries, deliverer, now }: ServerParts): Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/webhooks/deliveries",
      summary: "What webhooks were told, the newest first",
      query: querySchema,
      answers: { 200: { description: "A page.", mediaType: "application/json", schema: "DeliveryPage" } },
      async handle({ tenant }, { limit, cursor, executionId = null, status = null }) {
        const after = cursor === undefined ? null : readCursor(cursor);
        const found = await deliveries.list({ tenant, after, limit: Number(limit) + 1, executionId, status });
        const page = found.slice(0, Number(limit));
        const hasMore = found.length > page.length;
        const last = page.at(-1);
        const nextCursor = hasMore && last !== undefined ? writeCursor(last) : null;
        return Response.json({ data: page.map(shown), hasMore, nextCursor });
      },
    }),
    defineRoute({
      method: "GET",
      path: "/api/webhooks/deliveries/:id",
      summary: "One delivery, with all its attempts",
      answers: { 200: { description: "As it stands.", ...DELIVERY }, 404: UNKNOWN },
      async handle({ param, tenant }) {
        const delivery = await deliveries.get(param("id"), tenant);
        if (delivery === null) throw deliveryNotFound(param("id"));
        return Response.json(shown(delivery));
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/webhooks/deliveries/:id/redeliver",
      summary: "Tell a webhook once more",
      description: "The same message under the same id, at once, with all the attempts of a new one.",
      answers: { 202: { description: "It is due.", ...DELIVERY }, 404: UNKNOWN },
      async handle({ param, tenant }) {
        const delivery = await deliveries.get(param("id"), tenant);
        if (delivery === null) throw deliveryNotFound(param("id"));
        const again = redelivered(delivery, now());
        await deliveries.save(again);
        deliverer.wake();
        return Response.json(shown(again), { status: 202 });
      },
    }),
  ];
}

/** Without its secrets. */
function shown({ secret: _secret, previousSecret: _previous, tenant: _tenant, body, nextAtMs, ...delivery }: Delivery) {
  const nextAt = nextAtMs === null ? null : new Date(nextAtMs).toISOString();
  return { ...delivery, nextAt, body: JSON.parse(body) as unknown };
}

function deliveryNotFound(id: string): Problem {
  return new Problem({
    status: 404,
    code: "delivery_not_found",
    title: "There is no such delivery.",
    detail: `There is no delivery ${printable(id, 80)}.`,
    hint: "Check the id; `GET /api/webhooks/deliveries` lists yours.",
  });
}
