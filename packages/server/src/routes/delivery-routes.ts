import { DELIVERY_STATUSES, printable } from "@proxx/contract";
import type { Delivery } from "@proxx/runtime";
import { z } from "zod";
import { presentMessage, type Presentation } from "../executions/present-execution.ts";
import { readCursor } from "../http/cursor.ts";
import { Problem } from "../http/problem.ts";
import { defineRoute, problemAnswer, type Route } from "../http/route.ts";
import { answerPage, cursorSchema, limitSchema } from "./list-page.ts";
import type { ServerParts } from "./server-parts.ts";

const querySchema = z.strictObject({
  limit: limitSchema,
  cursor: cursorSchema,
  executionId: z.string().min(1).max(128).optional().meta({ description: "Only those of this execution" }),
  status: z.enum(DELIVERY_STATUSES).optional().meta({ description: "Only those of this status" }),
});

const DELIVERY = { mediaType: "application/json", schema: "Delivery" };
const UNKNOWN = problemAnswer("There is no such delivery, or it is another tenant's.");

/** What webhooks were told, and what came of it. */
export function deliveryRoutes({ deliveries, deliverer, home }: ServerParts): Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/webhooks/deliveries",
      summary: "What webhooks were told, the newest first",
      query: querySchema,
      answers: { 200: { description: "A page.", mediaType: "application/json", schema: "DeliveryPage" } },
      async handle(request, { limit: text, cursor, executionId = null, status = null }) {
        const limit = Number(text);
        const { tenant, baseUrl } = request;
        const after = cursor === undefined ? null : readCursor(cursor);
        const found = await deliveries.list({ tenant, after, limit: limit + 1, executionId, status });
        const present = (delivery: Delivery) => shown(delivery, { baseUrl, home });
        return answerPage(found, { limit, request, placeOf: (delivery) => delivery, present });
      },
    }),
    defineRoute({
      method: "GET",
      path: "/api/webhooks/deliveries/:id",
      summary: "One delivery, with all its attempts",
      answers: { 200: { description: "As it stands.", ...DELIVERY }, 404: UNKNOWN },
      async handle({ param, tenant, baseUrl }) {
        const delivery = await deliveries.read(param("id"), tenant);
        if (delivery === null) throw deliveryNotFound(param("id"));
        return Response.json(shown(delivery, { baseUrl, home }));
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/webhooks/deliveries/:id/redeliver",
      summary: "Tell a webhook once more",
      description: "The same message under the same id, at once, with all the attempts of a new one.",
      answers: { 202: { description: "It is due.", ...DELIVERY }, 404: UNKNOWN },
      async handle({ param, tenant, baseUrl }) {
        const delivery = await deliveries.redeliver(param("id"), tenant);
        if (delivery === null) throw deliveryNotFound(param("id"));
        deliverer.wake();
        return Response.json(shown(delivery, { baseUrl, home }), { status: 202 });
      },
    }),
  ];
}

/** Without its secrets. */
function shown(delivery: Delivery, presentation: Presentation) {
  const { id, messageId, executionId, webhook, status, attempts, failures, nextAtMs, createdAtMs, body } = delivery;
  return {
    id,
    messageId,
    executionId,
    url: webhook?.url ?? "",
    status,
    attempts,
    failures,
    nextAt: nextAtMs === null ? null : new Date(nextAtMs).toISOString(),
    createdAt: new Date(createdAtMs).toISOString(),
    body: presentMessage(body, presentation),
  };
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
