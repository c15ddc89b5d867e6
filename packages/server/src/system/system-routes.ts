import { defineRoute, problemAnswer, type Route } from "../http/route.ts";
import { operatorsOnly } from "../routes/metrics-routes.ts";
import type { ServerParts } from "../routes/server-parts.ts";

/** What the operator wants to know of the server, as a page shows it. */
export function systemRoutes({ describeSystem }: Pick<ServerParts, "describeSystem">): Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/system",
      summary: "How the server is",
      description: "Workers, what waits, disks, tools. Of all tenants together, so for the operator alone.",
      answers: {
        200: { description: "As it is.", mediaType: "application/json", schema: "System" },
        403: problemAnswer("The key is a tenant's."),
      },
      async handle({ tenant }) {
        if (tenant !== null) throw operatorsOnly();
        return Response.json(await describeSystem());
      },
    }),
  ];
}
