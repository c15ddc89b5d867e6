import { printable, type Upload } from "@proxx/contract";
import { z } from "zod";
import { Problem } from "../http/problem.ts";
import { defineRoute, problemAnswer, type Route } from "../http/route.ts";
import { empty } from "../uploads/upload-store.ts";
import type { ServerParts } from "./server-parts.ts";

const querySchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^/\\\p{Cc}]+$/u, "Expected a name without a path")
    .default("upload")
    .meta({ description: "What the file is called; its extension is kept" }),
});

const UPLOAD = { mediaType: "application/json", schema: "Upload" };
const UNKNOWN = problemAnswer("There is no such upload, or it is another tenant's.");

/** Files that clients send, for plans to name. */
export function uploadRoutes({ uploads, maxUploadBytes }: ServerParts): Route[] {
  return [
    defineRoute({
      method: "POST",
      path: "/api/uploads",
      summary: "Send a file",
      description: "The body is the file, whatever its type says. A plan names it by the `url` of the answer.",
      query: querySchema,
      body: { mediaType: "application/octet-stream", required: true },
      answers: { 201: { description: "It is there.", ...UPLOAD } },
      async handle({ raw, tenant, baseUrl }, { name }) {
        if (Number(raw.headers.get("content-length") ?? Number.NaN) === 0 || raw.body === null) throw empty();
        const upload = await uploads.add(raw.body, { name, tenant, maxBytes: maxUploadBytes });
        const shown = withUrl(upload, baseUrl);
        return Response.json(shown, { status: 201, headers: { location: shown.url } });
      },
    }),
    defineRoute({
      method: "GET",
      path: "/api/uploads/:id",
      summary: "What is known of a file that was sent",
      answers: { 200: { description: "It is there.", ...UPLOAD }, 404: UNKNOWN },
      async handle({ param, tenant, baseUrl }) {
        const upload = await uploads.find(param("id"), tenant);
        if (upload === null) throw uploadNotFound(param("id"));
        return Response.json(withUrl(upload, baseUrl));
      },
    }),
    defineRoute({
      method: "DELETE",
      path: "/api/uploads/:id",
      summary: "Delete a file that was sent",
      description: "What has been made of it stays.",
      answers: { 204: { description: "It is gone." }, 404: UNKNOWN },
      async handle({ param, tenant }) {
        if (!(await uploads.remove(param("id"), tenant))) throw uploadNotFound(param("id"));
        return new Response(null, { status: 204 });
      },
    }),
  ];
}

function withUrl(upload: Upload, baseUrl: string) {
  return { ...upload, url: `${baseUrl}/api/uploads/${upload.id}` };
}

function uploadNotFound(id: string): Problem {
  return new Problem({
    status: 404,
    code: "upload_not_found",
    title: "There is no such upload.",
    detail: `There is no upload ${printable(id, 80)}.`,
    hint: "Check the id: it is the last part of the `url` that sending it gave.",
  });
}
