import { isIP } from "node:net";

/** The one spelling of an IP address; null for what is none, or is bound to a network interface (`fe80::1%eth0`). */
export function canonicalAddress(address: string): string | null {
  const family = isIP(address);
  if (family === 4) return address;
  // Of `::8.8.8.8` and `::808:808` the URL parser makes the same; ipaddr.js takes the former for a mapped address.
  return family === 6 ? (URL.parse(`http://[${address}]`)?.hostname.slice(1, -1) ?? null) : null;
}
