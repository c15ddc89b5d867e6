import ipaddr from "ipaddr.js";
import { canonicalAddress } from "./canonical-address.ts";

/** Azure's platform answers here inside every virtual machine, though the range is a public one. */
const PLATFORM_ADDRESSES = new Set(["168.63.129.16"]);

/** The only IPv6 block that is given out for the public internet (RFC 4291, and IANA since). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");

/** `::ffff:0:0/96` is IPv4 itself; `64:ff9b::/96` is how a network without IPv4 reaches it (RFC 6052). */
const IPV4_INSIDE = [ipaddr.IPv6.parseCIDR("::ffff:0:0/96"), ipaddr.IPv6.parseCIDR("64:ff9b::/96")];

/**
 * Whether an IP address is on the public internet, so that reaching it reaches nothing of this machine, its network or
 * its cloud. What wraps an IPv4 address and is still in use (mapped, NAT64) is judged by what is inside; what nobody
 * serves media over (IPv4-compatible, 6to4, Teredo, a site's own NAT64 prefix) is never public, whatever is inside.
 */
export function isPublicAddress(address: string): boolean {
  const canonical = canonicalAddress(address);
  if (canonical === null) return false;
  const parsed = ipaddr.parse(canonical);
  if (parsed instanceof ipaddr.IPv4) return isPublicIPv4(parsed);
  if (IPV4_INSIDE.some((block) => parsed.match(block)))
    return isPublicIPv4(new ipaddr.IPv4(parsed.toByteArray().slice(-4)));
  return parsed.match(GLOBAL_UNICAST) && parsed.range() === "unicast";
}

function isPublicIPv4(address: ipaddr.IPv4): boolean {
  return address.range() === "unicast" && !PLATFORM_ADDRESSES.has(address.toString());
}
