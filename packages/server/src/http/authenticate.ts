import { idOfKey, isKey } from "../keys/api-key.ts";
import type { KeyStore } from "../keys/key-store.ts";
import type { Gate } from "./create-app.ts";
import { Problem } from "./problem.ts";

/**
 * Lets in who has a key, and says whose requests are. Where no key was ever made, whoever reaches the server is its operator;
 * it then listens to this machine alone.
 */
export function authenticate(keys: KeyStore, now: () => number, isOpen: (path: string) => boolean): Gate {
  return async (context, next) => {
    if (isOpen(context.req.path)) return next();
    const header = context.req.header("authorization");
    if (header === undefined && !(await keys.isUsed())) return next();
    const key = /^Bearer +(\S+)$/i.exec(header ?? "")?.[1];
    if (key === undefined) throw unauthorized("The request has no API key.");
    const id = idOfKey(key);
    const record = id === null ? null : await keys.find(id);
    if (!isKey(key, record, now())) throw unauthorized("The API key is not known, has expired or was revoked.");
    context.set("tenant", record.tenant);
    context.set("keyId", record.id);
    return next();
  };
}

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
