import { once } from "node:events";
import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls, getCACertificates } from "node:tls";
import type { buildConnector } from "undici";
import { AddressRefused } from "../network-failure.ts";
import type { Reach } from "./reach.ts";
import { untilAborted } from "../fetch/until-aborted.ts";

export interface ResolvedAddress {
  address: string;
  family: number;
}

/** All the addresses that a name has. */
export type Lookup = (hostname: string) => Promise<readonly ResolvedAddress[]>;

export interface CheckedConnectorOptions {
  reach: Reach;
  lookup: Lookup;
  /** For the name, the connection and TLS together. */
  connectTimeoutMs: number;
  /** PEM certificates trusted beside the usual ones. */
  certificateAuthorities: readonly string[];
}

/**
 * Makes the connections of an undici Agent. A name is looked up once, every address it has must be one that may be
 * reached, and the connection is made to those addresses and no others, so a name server that changes its mind changes
 * nothing. The peer is checked once more when it has answered, before a byte is sent, TLS included.
 */
export function createCheckedConnector(options: CheckedConnectorOptions): buildConnector.connector {
  const ca =
    options.certificateAuthorities.length === 0
      ? undefined
      : [...getCACertificates("default"), ...options.certificateAuthorities];
  return ({ hostname, protocol, port }, callback) => {
    const isSecure = protocol === "https:";
    connect({ hostname, port: Number(port || (isSecure ? 443 : 80)), isSecure, ca }, options).then(
      (socket) => callback(null, socket),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
    );
  };
}

interface Destination {
  hostname: string;
  port: number;
  isSecure: boolean;
  ca: string[] | undefined;
}

async function connect(
  { hostname, port, isSecure, ca }: Destination,
  { reach, lookup, connectTimeoutMs }: CheckedConnectorOptions,
): Promise<Socket> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), connectTimeoutMs);
  const sockets: Socket[] = [];
  try {
    const addresses = await untilAborted(resolve(hostname, lookup), limit.signal);
    for (const { address } of addresses) if (!reach(address, port)) throw new AddressRefused(hostname, address);

    const socket = connectTcp({
      host: hostname,
      port,
      noDelay: true,
      keepAlive: true,
      autoSelectFamily: true,
      lookup: (_hostname, { all }, callback) => {
        const [first] = addresses;
        if (all || first === undefined) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
    });
    sockets.push(socket);
    await established(socket, "connect", limit.signal);
    const { remoteAddress } = socket;
    if (remoteAddress === undefined) throw new Error("the connection was closed at once");
    if (!reach(remoteAddress, port)) throw new AddressRefused(hostname, remoteAddress);
    if (!isSecure) return socket;

    const encrypted = connectTls({
      socket,
      host: hostname,
      // A certificate is for the name without its final dot, and an address is no server name.
      servername: isIP(hostname) === 0 ? hostname.replace(/\.$/, "") : "",
      ALPNProtocols: ["http/1.1"],
      ca,
    });
    sockets.push(encrypted);
    await established(encrypted, "secureConnect", limit.signal);
    return encrypted;
  } catch (error) {
    for (const socket of sockets) socket.destroy();
    if (!limit.signal.aborted) throw error;
    throw new Error(`no connection within ${connectTimeoutMs} ms`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** A copy of what the lookup gave, so that what is checked cannot become something else. */
async function resolve(hostname: string, lookup: Lookup): Promise<ResolvedAddress[]> {
  const family = isIP(hostname);
  if (family !== 0) return [{ address: hostname, family }];
  const addresses = (await lookup(hostname)).map(({ address }) => ({ address, family: isIP(address) }));
  if (addresses.length === 0) throw new Error(`${hostname} has no address`);
  return addresses;
}

async function established(socket: Socket, event: "connect" | "secureConnect", signal: AbortSignal): Promise<void> {
  // An error between this event and the Agent's own listener must not end the process.
  socket.on("error", () => {});
  await once(socket, event, { signal });
}
