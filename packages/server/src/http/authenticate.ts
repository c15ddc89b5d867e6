import { idOfKey, isKey, isUsable, type KeyRecord } from "../keys/api-key.ts";
import type { KeyStore } from "../keys/key-store.ts";
import { readSessionCookie } from "../sessions/session-cookie.ts";
import type { SessionStore } from "../sessions/session-store.ts";
import type { Gate } from "./create-app.ts";
import { isOwnOrigin } from "./allowed-origin.ts";
import { Problem } from "./problem.ts";

export interface AuthenticateOptions {
  keys: KeyStore;
  sessions: SessionStore;
  now: () => number;
  /** Paths that are answered without a key too. */
  isOpen: (path: string) => boolean;
  publicUrl: string | null;
  /** Clients reach the server by TLS. */
  isSecure: boolean;
}

/**
 * Lets in who has a key, or a session that one has opened, and says whose requests are. Where no key was ever made, whoever
 * reaches the server is its operator; it then listens to this machine alone.
 */
export function authenticate({ keys, sessions, now, isOpen, publicUrl, isSecure }: AuthenticateOptions): Gate {
  return async (context, next) => {
    const { path, method } = context.req;
    const header = context.req.header("authorization");
    // Whoever has a key means it: what a browser brings along besides is not looked at.
    const token = header === undefined ? readSessionCookie(context.req.header("cookie"), isSecure) : null;
    if (token === null && isOpen(path)) return next();
    if (header === undefined && !(await keys.isUsed())) return next();
    // A cookie goes along with whatever asks, so that it changes something only for a page of this server.
    const isAllowed = token === null || SAFE.has(method) || isOwnPage(context.req.raw);
    const record = isAllowed ? await (token === null ? ofHeader(header) : ofSession(token)) : "a foreign page asks";
    if (typeof record !== "string") {
      context.set("tenant", record.tenant);
      context.set("keyId", record.id);
    } else if (!isOpen(path)) throw unauthorized(record);
    return next();
  };

  async function ofHeader(header: string | undefined): Promise<KeyRecord | string> {
    const key = /^Bearer +(\S+)$/i.exec(header ?? "")?.[1];
    if (key === undefined) return "The request has no API key.";
    const id = idOfKey(key);
    const record = id === null ? null : await keys.find(id);
    return isKey(key, record, now()) ? record : "The API key is not known, has expired or was revoked.";
  }

  async function ofSession(token: string): Promise<KeyRecord | string> {
    const keyId = await sessions.keyOf(token);
    const record = keyId === null ? null : await keys.find(keyId);
    return record !== null && isUsable(record, now()) ? record : "The session has ended.";
  }

  function isOwnPage(request: Request): boolean {
    const origin = request.headers.get("origin");
    if (origin !== null) return isOwnOrigin(origin, request.url, publicUrl);
    return request.headers.get("sec-fetch-site") === "same-origin";
  }
}

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

function unauthorized(detail: string): Problem {
  return new Problem({
    status: 401,
    code: "unauthorized",
    title: "The request needs an API key.",
    detail,
    hint: "Send `Authorization: Bearer KEY`; `proxx keys create` makes one.",
    headers: { "www-authenticate": 'Bearer realm="proxx"' },
  });
}
