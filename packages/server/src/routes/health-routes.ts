import { defineRoute, type Route } from "../http/route.ts";
import type { ServerParts } from "./server-parts.ts";

/** Whether the server takes work, for whoever starts and watches it. */
export function healthRoutes({ closing }: Pick<ServerParts, "closing">): Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/healthz",
      summary: "Whether the server takes work",
      open: true,
      answers: {
        200: { description: "It does.", mediaType: "application/json", schema: "Health" },
        503: { description: "It is closing.", mediaType: "application/json", schema: "Health" },
      },
      handle: () =>
        closing.aborted ? Response.json({ status: "closing" }, { status: 503 }) : Response.json({ status: "ok" }),
    }),
  ];
}
