import { EXECUTION_STATUSES, type Execution, type ExecutionCounts } from "@proxx/contract";
import { z } from "zod";
import { searchExecutions } from "../executions/search-executions.ts";
import { summaryOf } from "../executions/summary-of.ts";
import { readCursor, type Place } from "../http/cursor.ts";
import { defineRoute, problemAnswer, type Route } from "../http/route.ts";
import { answerFound, answerPage, cursorSchema, limitSchema, readStatuses, statusesSchema } from "./list-page.ts";
import type { ServerParts } from "./server-parts.ts";

const moment = (description: string) => z.iso.datetime({ offset: true }).optional().meta({ description });

const betweenSchema = z.strictObject({
  createdFrom: moment("Only those that began then or later, such as `2026-11-29T00:00:00Z`"),
  createdBefore: moment("Only those that began earlier"),
});

const querySchema = betweenSchema.extend({
  limit: limitSchema,
  cursor: cursorSchema,
  status: statusesSchema(EXECUTION_STATUSES),
  baseExecutionId: z.string().min(1).max(128).optional().meta({ description: "Only those that build on this one" }),
  search: z
    .string()
    .max(200)
    .optional()
    .meta({ description: "Only those with this in their id, operations or error, of the next 2000" }),
});

/** Executions, the newest first. */
export function listRoutes({ executions, home }: ServerParts): Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/execute",
      summary: "Your executions, the newest first",
      description: "Without their jobs. What begins while pages are turned moves nothing from one page to another.",
      query: querySchema,
      answers: {
        200: { description: "A page.", mediaType: "application/json", schema: "ExecutionPage" },
        400: problemAnswer("The query is not valid."),
      },
      async handle(request, { limit: text, cursor, status, baseExecutionId = null, search = "", ...between }) {
        const limit = Number(text);
        const { tenant, baseUrl } = request;
        const { fromMs, beforeMs } = readBetween(between);
        const after = earlierOf(cursor === undefined ? null : readCursor(cursor), beforeMs);
        const wanted = { tenant, after, statuses: readStatuses(EXECUTION_STATUSES, status), baseExecutionId };
        const present = (execution: Execution) => summaryOf(execution, { baseUrl, home });
        if (search.trim() !== "") {
          const found = await searchExecutions(executions, { ...wanted, limit }, search.trim());
          const next = (found.lookedTo?.createdAtMs ?? 0) < fromMs ? null : found.lookedTo;
          return answerFound(sinceThen(found.executions, fromMs).map(present), next, request);
        }
        const found = sinceThen(await executions.list({ ...wanted, limit: limit + 1 }), fromMs);
        const placeOf = ({ id, createdAt }: Execution) => ({ id, createdAtMs: Date.parse(createdAt) });
        return answerPage(found, { limit, request, placeOf, present });
      },
    }),
    defineRoute({
      method: "GET",
      path: "/api/execute/counts",
      summary: "How many executions you have in each status",
      description: `Of each no more than ${MOST_COUNTED} are counted, so that it takes no longer with however many there are.`,
      query: betweenSchema,
      answers: {
        200: { description: "The counts.", mediaType: "application/json", schema: "ExecutionCounts" },
        400: problemAnswer("The query is not valid."),
      },
      async handle({ tenant }, between) {
        const counts = await executions.count({ tenant, ...readBetween(between), most: MOST_COUNTED });
        return Response.json({ counts, most: MOST_COUNTED } satisfies ExecutionCounts);
      },
    }),
  ];
}

const MOST_COUNTED = 1000;

function readBetween({ createdFrom, createdBefore }: z.output<typeof betweenSchema>) {
  return {
    fromMs: createdFrom === undefined ? 0 : Date.parse(createdFrom),
    beforeMs: createdBefore === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(createdBefore),
  };
}

/** What a page comes after: the last one of the page before, or a moment, whichever is earlier. */
function earlierOf(after: Place | null, beforeMs: number): Place | null {
  if (beforeMs === Number.MAX_SAFE_INTEGER || (after !== null && after.createdAtMs < beforeMs)) return after;
  return { createdAtMs: beforeMs, id: "" };
}

/** The first ones of a list, which is the newest first: so the ledger need not look for those that are older. */
function sinceThen(found: readonly Execution[], fromMs: number): readonly Execution[] {
  const end = found.findIndex(({ createdAt }) => Date.parse(createdAt) < fromMs);
  return end === -1 ? found : found.slice(0, end);
}
