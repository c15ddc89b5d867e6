import { isIP } from "node:net";
import { canonicalAddress } from "./canonical-address.ts";
import { isPublicAddress } from "./reachable-address.ts";

/**
 * Which addresses that are not public may be reached all the same: all of them, none, or exactly these, each written
 * `address:port` (`10.0.0.5:8080`, `[fd00::5]:8080`).
 */
export type PrivateAllowance = boolean | readonly string[];

/** Whether a connection to this address and port may be made. */
export type Reach = (address: string, port: number) => boolean;

export function createReach(allowed: PrivateAllowance): Reach {
  if (allowed === true) return () => true;
  if (allowed === false) return isPublicAddress;
  const endpoints = new Set(allowed.map(parseEndpoint));
  return (address, port) => isPublicAddress(address) || endpoints.has(endpoint(address, port));
}

function parseEndpoint(text: string): string {
  const match = /^(?:\[(?<six>[^\]]+)\]|(?<four>[^:[\]]+)):(?<port>\d{1,5})$/.exec(text);
  const { six = "", four = "", port } = match?.groups ?? {};
  if (isIP(six) === 6 || isIP(four) === 4) return endpoint(six || four, Number(port));
  throw new TypeError(`Expected \`allowPrivate\` to list addresses as \`address:port\`, got \`${text}\``);
}

function endpoint(address: string, port: number): string {
  return `${canonicalAddress(address) ?? address} ${port}`;
}
