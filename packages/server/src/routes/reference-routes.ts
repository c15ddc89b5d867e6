import { defineRoute, type Route } from "../http/route.ts";
import { openapiDocument } from "../openapi/openapi-document.ts";
import { REFERENCE_STYLE, referencePage } from "../openapi/reference-page.ts";

/** What can be asked, for programs and for people. */
export function referenceRoutes(others: readonly Route[], version: string): Route[] {
  const routes: Route[] = [
    ...others,
    defineRoute({
      method: "GET",
      path: "/openapi.json",
      summary: "All of this as an OpenAPI document",
      open: true,
      answers: { 200: { description: "OpenAPI 3.1.", mediaType: "application/json" } },
      handle: ({ baseUrl }) => Response.json(openapiDocument(routes, { version, serverUrl: baseUrl })),
    }),
    defineRoute({
      method: "GET",
      path: "/docs",
      summary: "This page",
      open: true,
      answers: { 200: { description: "A page.", mediaType: "text/html" } },
      handle: ({ baseUrl }) =>
        new Response(referencePage(routes, { version, serverUrl: baseUrl }), {
          headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": PAGE_POLICY },
        }),
    }),
    defineRoute({
      method: "GET",
      path: "/docs/style.css",
      summary: "How this page looks",
      open: true,
      answers: { 200: { description: "A style sheet.", mediaType: "text/css" } },
      handle: () => new Response(REFERENCE_STYLE, { headers: { "content-type": "text/css; charset=utf-8" } }),
    }),
  ];
  return routes.slice(others.length);
}

/** A page without a script, whose only other file is its style. */
const PAGE_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
