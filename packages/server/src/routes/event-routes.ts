import { z } from "zod";
import { presentEvent } from "../executions/present-execution.ts";
import type { EventLog } from "../executions/executions.ts";
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
export function eventRoutes({ executions, home, closing }: ServerParts): Route[] {
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
        const log = await executions.events(param("id"), tenant);
        if (log === null) throw executionNotFound(param("id"));
        const heard = raw.headers.get("last-event-id") ?? "";
        const after = Number(/^\d{1,15}$/.test(heard) ? heard : (query.after ?? 0));
        const { events, isComplete } = await log.read(after);
        if (events.length === 0 && isComplete) return new Response(null, { status: 204 });
        return eventStream({
          after,
          signal: AbortSignal.any([raw.signal, closing]),
          next: (last, signal) => nextEvents(log, last, signal, { baseUrl, home }),
        });
      },
    }),
  ];
}

async function nextEvents(
  log: EventLog,
  after: number,
  signal: AbortSignal,
  presentation: { baseUrl: string; home: string },
): Promise<StreamedEvent[] | null> {
  await log.next(after, signal);
  const { events, isComplete } = await log.read(after);
  if (events.length === 0 && isComplete) return null;
  return events.map(({ sequence, event }) => ({
    id: sequence,
    type: event.type,
    data: presentEvent(event, presentation),
  }));
}
