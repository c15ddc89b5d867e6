import type { Session } from "@proxx/contract";
import { z } from "zod";
import { idOfKey, isKey, type KeyRecord } from "../keys/api-key.ts";
import type { KeyStore } from "../keys/key-store.ts";
import { issuesOf } from "../http/issues-of.ts";
import { Problem } from "../http/problem.ts";
import { defineRoute, problemAnswer, type Route, type RouteRequest } from "../http/route.ts";
import { readSessionCookie, writeSessionCookie } from "./session-cookie.ts";
import type { SessionStore } from "./session-store.ts";

export interface SessionParts {
  readonly keys: KeyStore;
  readonly sessions: SessionStore;
  readonly now: () => number;
  readonly isSecure: boolean;
  /** What is said of this server. */
  readonly about: Pick<Session, "version" | "runsJobSpecs" | "watchFolders">;
}

const bodySchema = z.strictObject({ apiKey: z.string().min(1).max(300) });
const SESSION = { mediaType: "application/json", schema: "Session" };

/** Who asks; and for the page, a key is changed for a cookie. */
export function sessionRoutes({ keys, sessions, now, isSecure, about }: SessionParts): Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/session",
      summary: "Who asks, and whether a key is needed",
      open: true,
      answers: { 200: { description: "As it is.", ...SESSION } },
      async handle({ keyId }) {
        return Response.json(await describe(keyId === null ? null : await keys.find(keyId)));
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/session",
      summary: "Open a session of a page",
      description: "An API key is changed for a cookie that no script can read. It ends after a week, or with its key.",
      open: true,
      body: { mediaType: "application/json", schema: "SessionRequest", required: true },
      answers: { 200: { description: "It is open.", ...SESSION }, 401: problemAnswer("The key is none.") },
      async handle(request) {
        const { apiKey } = readBody(await request.json());
        const id = idOfKey(apiKey);
        const record = id === null ? null : await keys.find(id);
        if (!isKey(apiKey, record, now())) throw unknownKey();
        const token = await sessions.open(record.id);
        const headers = { "set-cookie": writeSessionCookie(token, isSecure) };
        return Response.json(await describe(record), { headers });
      },
    }),
    defineRoute({
      method: "DELETE",
      path: "/api/session",
      summary: "End a session of a page",
      open: true,
      answers: { 204: { description: "There is none any more." } },
      async handle({ raw }: RouteRequest) {
        const token = readSessionCookie(raw.headers.get("cookie"), isSecure);
        if (token !== null) await sessions.close(token);
        return new Response(null, { status: 204, headers: { "set-cookie": writeSessionCookie(null, isSecure) } });
      },
    }),
  ];

  async function describe(record: KeyRecord | null): Promise<Session> {
    const needsKey = await keys.isUsed();
    return {
      needsKey,
      isOpen: !needsKey || record !== null,
      keyName: record?.name ?? null,
      tenant: record?.tenant ?? null,
      ...about,
    };
  }
}

function readBody(body: unknown): z.output<typeof bodySchema> {
  const parsed = bodySchema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new Problem({
    status: 400,
    code: "invalid_document",
    title: "The request is not valid.",
    detail: "It needs a field `apiKey`, and no other.",
    hint: "Send what `proxx keys create` printed.",
    issues: issuesOf(parsed.error, { schema: bodySchema, value: body, subject: "the request" }),
  });
}

function unknownKey(): Problem {
  return new Problem({
    status: 401,
    code: "unauthorized",
    title: "The key opens nothing here.",
    detail: "The API key is not known, has expired or was revoked.",
    hint: "Paste all that `proxx keys create` printed; it begins with proxx_.",
  });
}
