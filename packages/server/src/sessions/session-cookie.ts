import { SESSION_SECONDS } from "./session-store.ts";

/** A browser sends it to this very host alone, over TLS, and no page sets it: that is what `__Host-` asks for. */
const SECURE_NAME = "__Host-proxx-session";
const PLAIN_NAME = "proxx-session";

/** What the browser brings; null where that is nothing. Over TLS the plain name is not read: who sets that may be anybody beside it. */
export function readSessionCookie(header: string | null | undefined, isSecure: boolean): string | null {
  const cookies = new Map(
    (header ?? "").split(/; */).map((one) => [one.replace(/=.*$/s, ""), one.replace(/^[^=]*=/, "")]),
  );
  const token = cookies.get(isSecure ? SECURE_NAME : PLAIN_NAME) ?? "";
  return /^[\w-]{43}$/.test(token) ? token : null;
}

/** For a browser to keep, out of reach of scripts and of other sites. Null makes it forget. */
export function writeSessionCookie(token: string | null, isSecure: boolean): string {
  const name = isSecure ? `${SECURE_NAME}=` : `${PLAIN_NAME}=`;
  const life = `Max-Age=${token === null ? 0 : SESSION_SECONDS}`;
  return [name + (token ?? ""), "Path=/", life, "HttpOnly", "SameSite=Strict", ...(isSecure ? ["Secure"] : [])].join(
    "; ",
  );
}
