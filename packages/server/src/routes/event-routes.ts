import type { EventHistory } from "@proxx/contract";
import { z } from "zod";
import type { EventPage } from "@proxx/runtime";
import { presentEvent, type Presentation } from "../executions/present-execution.ts";
import { summaryOf } from "../executions/summary-of.ts";
import { eventStream, type StreamedEvent } from "../http/event-stream.ts";
import { defineRoute, problemAnswer, type Route } from "../http/route.ts";
import { executionNotFound } from "./execution-problems.ts";
import type { ServerParts } from "./server-parts.ts";

const querySchema = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,15}$/, "Expected the id of an event")
    .optional()
    .meta({ description: "Only events after this id; `Last-Event-ID` comes before it" }),
});

/** What happens in an execution, as it happens. */
export function eventRoutes({ executions, news, home, closing }: ServerParts): Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/execute/:id/events",
      summary: "What happens in an execution, as it happens",
      description:
        "Server-sent events with ids that only grow, from the beginning or from where `Last-Event-ID` says. `execution-ended` is the last, and ends the stream.",
      query: querySchema,
      headers: { "Last-Event-ID": "The id of the last event that was heard." },
      answers: {
        200: { description: "The events.", mediaType: "text/event-stream" },
        204: { description: "There is nothing after that, and nothing will come." },
        404: problemAnswer("There is no such execution."),
      },
      async handle({ raw, param, tenant, baseUrl }, query) {
        const id = param("id");
        const heard = raw.headers.get("last-event-id") ?? "";
        const after = Number(/^\d{1,15}$/.test(heard) ? heard : (query.after ?? 0));
        const page = await executions.events(id, { tenant, after });
        if (page === null) throw executionNotFound(id);
        if (page.events.length === 0 && page.isComplete) return new Response(null, { status: 204 });
        return eventStream({
          after,
          signal: AbortSignal.any([raw.signal, closing]),
          async next(last, until) {
            const next = await executions.events(id, { tenant, after: last, until });
            if (next === null || (next.events.length === 0 && next.isComplete)) return null;
            return next.events.map((one) => streamed(one, { baseUrl, home }));
          },
        });
      },
    }),
    defineRoute({
      method: "GET",
      path: "/api/execute/:id/history",
      summary: "What has happened in an execution so far",
      description: "The events of its stream as a document, some hundred at a time.",
      query: querySchema,
      answers: {
        200: { description: "The events.", mediaType: "application/json" },
        404: problemAnswer("There is no such execution."),
      },
      async handle({ param, tenant, baseUrl }, query) {
        const page = await executions.events(param("id"), { tenant, after: Number(query.after ?? 0) });
        if (page === null) throw executionNotFound(param("id"));
        const data = page.events.map(({ sequence, event }) => ({
          sequence,
          event: presentEvent(event, { baseUrl, home }),
        }));
        return Response.json({ data, isComplete: page.isComplete } satisfies EventHistory);
      },
    }),
    defineRoute({
      method: "GET",
      path: "/api/events",
      summary: "Which executions stand otherwise, as it happens",
      description:
        "Server-sent events: `execution` has one as lists have it, whenever that has changed; of one that has changed several times, the last. `reset` comes first, and where too much was missed: ask for what you show again.",
      headers: { "Last-Event-ID": "The id of the last event that was heard." },
      answers: { 200: { description: "The events.", mediaType: "text/event-stream" } },
      handle({ raw, tenant, baseUrl }) {
        const heard = raw.headers.get("last-event-id") ?? "";
        const feed = news.follow(tenant);
        return eventStream({
          after: /^\d{1,16}$/.test(heard) ? Number(heard) : 0,
          signal: AbortSignal.any([raw.signal, closing]),
          onEnd: feed.leave,
          async next(last, until) {
            const told = await feed.next(last, until);
            return told.map(({ id, execution }) =>
              execution === null
                ? { id, type: "reset", data: {} }
                : { id, type: "execution", data: summaryOf(execution, { baseUrl, home }) },
            );
          },
        });
      },
    }),
  ];
}

function streamed({ sequence, event }: EventPage["events"][number], presentation: Presentation): StreamedEvent {
  return { id: sequence, type: event.type, data: presentEvent(event, presentation) };
}
