import { lookup as lookupName } from "node:dns/promises";
import { checkReach } from "./address/check-reach.ts";
import { checkUrl } from "./address/check-url.ts";
import { createCheckedConnector, type Lookup } from "./address/checked-connector.ts";
import { fetchToFile, type FetchedFile, type FetchToFileOptions, type NotModified } from "./fetch/fetch-to-file.ts";
import { createHttpClient } from "./fetch/http-client.ts";
import { createFetch } from "./fetch/network-fetch.ts";
import type { NetworkPurpose } from "./network-failure.ts";
import { checkPositiveIntegers } from "./positive-integer.ts";
import { createReach, type PrivateAllowance } from "./address/reach.ts";

export interface NetworkOptions {
  /**
   * `true` lets everything be reached, this machine and its network included: it is the operator's decision. A list
   * opens exactly the endpoints it names, as `address:port`. @default false
   */
  allowPrivate?: PrivateAllowance;
  /** What is reached for, where a call does not say; decides the codes of failures. @default "source" */
  purpose?: NetworkPurpose;
  /** For a name, its connection and TLS together. @default 10 000 */
  connectTimeoutMs?: number;
  /** Of a response to `fetch`, decoded. @default 512 MiB */
  maxResponseBytes?: number;
  /** PEM certificates that are trusted beside Node's. @default none */
  certificateAuthorities?: readonly string[];
  /** @default the system's resolver */
  lookup?: Lookup;
}

/** HTTP that reaches only where it may. Proxies of the environment are never used: they would do the reaching. */
export interface Network {
  /** Brings what is at an address into a new file at `path`; after a failure there is no file. */
  fetchToFile(url: string | URL, path: string, options?: FetchToFileOptions): Promise<FetchedFile | NotModified>;
  /** For small calls, and as the `fetch` option of other clients. */
  fetch: typeof globalThis.fetch;
  /** Refuses what an address alone shows to be out of reach, before anything is done. Names are not looked up. */
  checkUrl(url: string | URL, purpose?: NetworkPurpose): URL;
  /**
   * The same, and looks the name up. One that has no address at this moment is not refused: it may have one when it is
   * connected to, and is judged once more then.
   */
  checkReach(url: string | URL, purpose?: NetworkPurpose): Promise<void>;
  /** Ends what is under way. */
  close(): Promise<void>;
}

/**
 * @example
 * const network = createNetwork();
 * const file = await network.fetchToFile("https://example.com/a.mp4", "downloads/a.partial", { maxBytes: 1e9 });
 */
export function createNetwork(options: NetworkOptions = {}): Network {
  const reach = createReach(options.allowPrivate ?? false);
  const purpose = options.purpose ?? "source";
  const { connectTimeoutMs = 10_000, maxResponseBytes = 512 * 1024 ** 2 } = options;
  checkPositiveIntegers({ connectTimeoutMs, maxResponseBytes });
  const lookup: Lookup = options.lookup ?? ((hostname) => lookupName(hostname, { all: true }));
  const connect = createCheckedConnector({
    reach,
    lookup,
    connectTimeoutMs,
    certificateAuthorities: options.certificateAuthorities ?? [],
  });
  const client = createHttpClient(connect);
  const context = { client, purpose, reach };
  return {
    fetchToFile: (url, path, fetchOptions = {}) => fetchToFile(url, path, fetchOptions, context),
    fetch: createFetch(context, maxResponseBytes),
    checkUrl: (url, as = purpose) => checkUrl(url, { purpose: as, reach }),
    checkReach: (url, as = purpose) => checkReach(url, { purpose: as, reach, lookup }),
    close: () => client.close(),
  };
}
