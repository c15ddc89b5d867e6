import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export interface Peer {
  port: number;
  /** `http://127.0.0.1:port`, or https. */
  origin: string;
  /** `127.0.0.1:port`, as `allowPrivate` takes it. */
  endpoint: string;
  /** How many connections were ever made. */
  connections: () => number;
  /** What was asked for. */
  requests: IncomingMessage[];
}

export interface PeerOptions {
  /** @default "127.0.0.1" */
  address?: string;
  port?: number;
  tls?: { cert: string; key: string };
}

/** An HTTP server on loopback that goes with the test. */
export async function startPeer(onRequest: RequestListener, options: PeerOptions = {}): Promise<Peer> {
  const requests: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => {
    requests.push(request);
    onRequest(request, response);
  };
  const server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener);
  return { ...(await listen(server, options)), requests };
}

/** A server of bytes, for what no HTTP server would send. */
export async function startRawPeer(onConnection: (socket: Socket) => void, options: PeerOptions = {}): Promise<Peer> {
  return { ...(await listen(createTcpServer(onConnection), options)), requests: [] };
}

/** Listens on every address of this machine, of both families, and answers everybody. */
export async function startCanary(): Promise<Peer> {
  return startPeer((_request, response) => response.end("seen"), { address: "::" });
}

async function listen(server: Server, { address = "127.0.0.1", port = 0, tls }: PeerOptions) {
  let connections = 0;
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, resolve);
  });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    origin: `${tls ? "https" : "http"}://127.0.0.1:${bound}`,
    endpoint: `127.0.0.1:${bound}`,
    connections: () => connections,
  };
}
