import { EXECUTION_STATUSES, type Execution } from "@proxx/contract";
import { z } from "zod";
import { presentExecution } from "../executions/present-execution.ts";
import { readCursor } from "../http/cursor.ts";
import { defineRoute, problemAnswer, type Route } from "../http/route.ts";
import { answerPage, cursorSchema, limitSchema, readStatuses, statusesSchema } from "./list-page.ts";
import type { ServerParts } from "./server-parts.ts";

const querySchema = z.strictObject({
  limit: limitSchema,
  cursor: cursorSchema,
  status: statusesSchema(EXECUTION_STATUSES),
  baseExecutionId: z.string().min(1).max(128).optional().meta({ description: "Only those that build on this one" }),
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
      async handle(request, { limit: text, cursor, status, baseExecutionId = null }) {
        const limit = Number(text);
        const { tenant, baseUrl } = request;
        const found = await executions.list({
          tenant,
          after: cursor === undefined ? null : readCursor(cursor),
          limit: limit + 1,
          statuses: readStatuses(EXECUTION_STATUSES, status),
          baseExecutionId,
        });
        return answerPage(found, {
          limit,
          request,
          placeOf: ({ id, createdAt }) => ({ id, createdAtMs: Date.parse(createdAt) }),
          present: (execution) => summaryOf(presentExecution(execution, { baseUrl, home })),
        });
      },
    }),
  ];
}

function summaryOf({ jobs: _jobs, degradations: _degradations, results: _results, ...summary }: Execution) {
  return summary;
}
