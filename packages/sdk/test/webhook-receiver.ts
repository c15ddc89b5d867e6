import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { onTestFinished, vi } from "vitest";

export interface ReceivedWebhook {
  path: string;
  headers: IncomingHttpHeaders;
  /** As it came. */
  body: string;
}

/** An application that is told of ends, on loopback. */
export async function startWebhookReceiver() {
  const received: ReceivedWebhook[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ path: request.url ?? "", headers: request.headers, body });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: addressOf(server),
    received,
    /** The webhook that comes to this path. */
    webhookAt: (path: string): Promise<ReceivedWebhook> =>
      vi.waitFor(
        () => {
          const webhook = received.find((one) => one.path === path);
          if (webhook === undefined) throw new Error(`Nothing has come to ${path}.`);
          return webhook;
        },
        { timeout: 60_000 },
      ),
  };
}

export function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("Expected a server that listens to a port");
  return `http://127.0.0.1:${address.port}`;
}
