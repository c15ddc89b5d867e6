import { isIP } from "node:net";
import { AddressRefused, forbidden, refusedAddress, type NetworkPurpose } from "../network-failure.ts";
import type { Reach } from "./reach.ts";

/**
 * Refuses what can be refused by looking at an address alone: anything but http and https, credentials, and literal
 * addresses that may not be reached. The URL parser has already turned every way to write one (decimal, octal, hex,
 * short, full-width, mapped) into the one that is judged here. What a name stands for is judged when it is connected to.
 */
export function checkUrl(input: string | URL, { purpose, reach }: { purpose: NetworkPurpose; reach: Reach }): URL {
  const url = URL.parse(String(input));
  const target = { purpose, url };
  if (url === null) throw forbidden(target, "its address is not a URL", "Give an http:// or https:// address.");
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw forbidden(target, "only http and https are spoken", "Give an http:// or https:// address.");
  if (url.username !== "" || url.password !== "")
    throw forbidden(target, "its address carries a user name or password", "Give the address without credentials.");
  const host = hostOf(url);
  for (const address of addressesKnownFrom(host))
    if (!reach(address, portOf(url))) throw refusedAddress(target, new AddressRefused(host, address));
  return url;
}

export function portOf(url: URL): number {
  return Number(url.port || (url.protocol === "https:" ? 443 : 80));
}

export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

function addressesKnownFrom(host: string): readonly string[] {
  if (isIP(host) !== 0) return [host];
  // RFC 6761: these names are this machine, whatever a name server says.
  return /(?:^|\.)localhost\.?$/.test(host) ? ["127.0.0.1", "::1"] : [];
}
