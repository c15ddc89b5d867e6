import { EXECUTION_STATUSES, type Execution } from "@proxx/contract";
import { z } from "zod";
import { presentExecution } from "../executions/present-execution.ts";
import { readCursor, writeCursor } from "../http/cursor.ts";
import { defineRoute, problemAnswer, type Route } from "../http/route.ts";
import { limitSchema } from "./limit-schema.ts";
import type { ServerParts } from "./server-parts.ts";

const STATUSES = new RegExp(`^(?:${EXECUTION_STATUSES.join("|")})(?:,(?:${EXECUTION_STATUSES.join("|")}))*$`);

const querySchema = z.strictObject({
  limit: limitSchema,
  cursor: z.string().max(300).optional().meta({ description: "`nextCursor` of the page before" }),
  status: z
    .string()
    .regex(STATUSES, `Expected some of ${EXECUTION_STATUSES.join(", ")}, with commas between`)
    .optional()
    .meta({ description: "Only those of these statuses, with commas between" }),
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
      async handle({ raw, tenant, baseUrl }, { limit: text, cursor, status, baseExecutionId = null }) {
        const limit = Number(text);
        const found = await executions.list({
          tenant,
          after: cursor === undefined ? null : readCursor(cursor),
          limit: limit + 1,
          statuses: EXECUTION_STATUSES.filter((one) => status?.split(",").includes(one)),
          baseExecutionId,
        });
        const page = found.slice(0, limit);
        const last = page.at(-1);
        const hasMore = found.length > limit;
        const nextCursor =
          hasMore && last !== undefined ? writeCursor({ ...last, createdAtMs: Date.parse(last.createdAt) }) : null;
        const data = page.map((execution) => summaryOf(presentExecution(execution, { baseUrl, home })));
        return Response.json({ data, hasMore, nextCursor }, { headers: linkTo(nextCursor, raw.url, baseUrl) });
      },
    }),
  ];
}

function summaryOf({ jobs: _jobs, degradations: _degradations, results: _results, ...summary }: Execution) {
  return summary;
}

function linkTo(nextCursor: string | null, asked: string, baseUrl: string): Record<string, string> {
  if (nextCursor === null) return {};
  const { pathname, searchParams } = new URL(asked);
  searchParams.set("cursor", nextCursor);
  return { link: `<${baseUrl}${pathname}?${searchParams.toString()}>; rel="next"` };
}
