import { isIP } from "node:net";
import { untilAborted } from "../fetch/until-aborted.ts";
import { AddressRefused, refusedAddress, type NetworkPurpose } from "../network-failure.ts";
import { checkUrl, hostOf, portOf } from "./check-url.ts";
import type { Lookup } from "./checked-connector.ts";
import type { Reach } from "./reach.ts";

/** Somebody waits for the answer; where names are slow, the connection itself will be judged. */
const LOOKUP_LIMIT_MS = 2000;

/** Refuses an address that may not be reached, as far as that can be known without connecting to it. */
export async function checkReach(
  input: string | URL,
  { purpose, reach, lookup }: { purpose: NetworkPurpose; reach: Reach; lookup: Lookup },
): Promise<void> {
  const url = checkUrl(input, { purpose, reach });
  const host = hostOf(url);
  if (isIP(host) !== 0) return;
  const found = await untilAborted(lookup(host), AbortSignal.timeout(LOOKUP_LIMIT_MS)).catch(() => []);
  const refused = found.find(({ address }) => !reach(address, portOf(url)));
  if (refused !== undefined) throw refusedAddress({ purpose, url }, new AddressRefused(host, refused.address));
}
