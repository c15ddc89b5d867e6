import { isIP } from "node:net";
import { createNetwork, type Network } from "@proxx/network";

/** The way to providers and to what they have made. */
export type ProviderNetwork = Pick<Network, "fetch" | "fetchToFile" | "close">;

/**
 * Reaches public addresses, and of others only those that the operator has named. No plan has a say in these, and what a
 * provider answers with is no more trusted than a plan.
 */
export function createProviderNetwork(endpoints: readonly string[]): ProviderNetwork {
  const urls = endpoints.flatMap((endpoint) => URL.parse(endpoint) ?? []);
  const origins = new Set(urls.map(({ origin }) => origin));
  const everybody = createNetwork({ purpose: "result" });
  const named = createNetwork({ purpose: "result", allowPrivate: allowanceFor(urls) });
  const networkFor = (address: string | URL) =>
    origins.has(URL.parse(String(address))?.origin ?? "") ? named : everybody;
  return {
    fetch: (input, init) => networkFor(input instanceof Request ? input.url : input).fetch(input, init),
    fetchToFile: (url, path, options) => networkFor(url).fetchToFile(url, path, options),
    close: async () => void (await Promise.all([everybody.close(), named.close()])),
  };
}

/** Exactly the addresses that are written out. What a name stands for can change, so a name opens them all to itself. */
function allowanceFor(urls: readonly URL[]): true | string[] {
  const addresses: string[] = [];
  for (const { hostname, port, protocol } of urls) {
    const at = `:${port || (protocol === "https:" ? 443 : 80)}`;
    if (hostname === "localhost") addresses.push(`127.0.0.1${at}`, `[::1]${at}`);
    else if (isIP(hostname) === 4 || hostname.startsWith("[")) addresses.push(`${hostname}${at}`);
    else return true;
  }
  return addresses;
}
