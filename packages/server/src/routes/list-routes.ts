import { EXECUTION_STATUSES, type Execution } from "@proxx/contract";
import { z } from "zod";
import { searchExecutions } from "../executions/search-executions.ts";
import { summaryOf } from "../executions/summary-of.ts";
import { readCursor } from "../http/cursor.ts";
import { defineRoute, problemAnswer, type Route } from "../http/route.ts";
import { answerFound, answerPage, cursorSchema, limitSchema, readStatuses, statusesSchema } from "./list-page.ts";
import type { ServerParts } from "./server-parts.ts";

const querySchema = z.strictObject({
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
      async handle(request, { limit: text, cursor, status, baseExecutionId = null, search = "" }) {
        const limit = Number(text);
        const { tenant, baseUrl } = request;
        const after = cursor === undefined ? null : readCursor(cursor);
        const wanted = { tenant, after, statuses: readStatuses(EXECUTION_STATUSES, status), baseExecutionId };
        const present = (execution: Execution) => summaryOf(execution, { baseUrl, home });
        if (search.trim() !== "") {
          const found = await searchExecutions(executions, { ...wanted, limit }, search.trim());
          return answerFound(found.executions.map(present), found.lookedTo, request);
        }
        const found = await executions.list({ ...wanted, limit: limit + 1 });
        const placeOf = ({ id, createdAt }: Execution) => ({ id, createdAtMs: Date.parse(createdAt) });
        return answerPage(found, { limit, request, placeOf, present });
      },
    }),
  ];
}
