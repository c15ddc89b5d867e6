import { Problem } from "../http/problem.ts";
import { defineRoute, problemAnswer, type Route } from "../http/route.ts";
import type { ServerParts } from "./server-parts.ts";

/** Figures for whoever operates the server. */
export function metricsRoutes({ metrics, figures }: Pick<ServerParts, "metrics" | "figures">): Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/metrics",
      summary: "Figures for Prometheus",
      description: "Of all tenants together, so for the operator alone: with a key of no tenant.",
      answers: {
        200: { description: "In the text format of Prometheus.", mediaType: "text/plain" },
        403: problemAnswer("The key is a tenant's, or a page of another origin asks."),
      },
      async handle({ tenant }) {
        if (tenant !== null) throw operatorsOnly();
        const text = metrics.write(await figures());
        return new Response(text, { headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" } });
      },
    }),
  ];
}

export function operatorsOnly(): Problem {
  return new Problem({
    status: 403,
    code: "operator_only",
    title: "This is the operator's.",
    detail: "The figures are those of all tenants together.",
    hint: "Ask with a key that was made without `--tenant`.",
  });
}
