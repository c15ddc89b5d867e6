import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { verifyWebhook, type WebhookBody } from "@proxx/sdk";

/** A receiver of webhooks on this machine, where elsewhere your application would be. It listens until it has had so many. */
export async function receiveWebhooks(secret: string, count: number, told: (path: string, body: WebhookBody) => void) {
  let missing = count;
  const receive = async (request: IncomingMessage) =>
    verifyWebhook({ body: await text(request), headers: request.headers, secret });
  const server = createServer((request, response) => {
    receive(request).then(
      (body) => {
        response.writeHead(204).end();
        told(request.url ?? "/", body);
        missing -= 1;
        if (missing === 0) server.close();
      },
      () => response.writeHead(400).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("Expected a port");
  return `http://127.0.0.1:${address.port}`;
}
