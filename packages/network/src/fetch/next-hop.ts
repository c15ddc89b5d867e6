import { checkUrl } from "../address/check-url.ts";
import { headerText } from "./header-text.ts";
import { forbidden, unreachable, type NetworkPurpose } from "../network-failure.ts";
import type { Reach } from "../address/reach.ts";

const MAX_REDIRECTS = 5;

const REDIRECTS = [301, 302, 303, 307, 308];

/** What is told of an answer to find out where it sends. */
export interface Hop {
  url: URL;
  status: number;
  location: string | null;
  /** How many redirects led here. */
  redirects: number;
}

/** Where an answer sends, checked like any address; null when it sends nowhere. Throws what may not be followed. */
export function nextHop(
  { url, status, location, redirects }: Hop,
  context: { purpose: NetworkPurpose; reach: Reach },
): URL | null {
  if (!REDIRECTS.includes(status) || location === null) return null;
  const target = { purpose: context.purpose, url };
  if (redirects >= MAX_REDIRECTS)
    throw unreachable(target, `it redirects more than ${MAX_REDIRECTS} times`, { retryable: false });
  const resolved = URL.parse(headerText(location), url.href);
  if (resolved === null) throw unreachable(target, "it redirects to what is not a URL", { retryable: false });
  const next = checkUrl(resolved, context);
  if (url.protocol === "https:" && next.protocol === "http:")
    throw forbidden(target, "it redirects from https to http", "Give the address that it leads to, if you trust it.");
  return next;
}
