// A webhook: `execute` returns at once, the end is told to an address of yours, signed. Here both are one program.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { compose, generateVideo, verifyWebhook } from "@proxx/sdk";

const secret = "my-secret-123";

const receiver = createServer((request, response) => void receive(request, response));
await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
const address = receiver.address();
if (address === null || typeof address === "string") throw new TypeError("Expected a port");

const prompt = "Paper lanterns rise over a river at night";
const execution = await compose(generateVideo({ prompt, duration: 2, resolution: "480p" })).execute({
  webhookUrl: `http://127.0.0.1:${address.port}/webhook`,
  webhookSecret: secret,
  // Only because the receiver is this very machine.
  allowPrivateWebhooks: true,
});
console.log(execution.id, execution.status);

async function receive(request: IncomingMessage, response: ServerResponse) {
  try {
    const body = await text(request);
    const { executionId, status, video } = await verifyWebhook({ body, headers: request.headers, secret });
    response.writeHead(204).end();
    console.log(executionId, status, video?.url);
    receiver.close();
  } catch {
    response.writeHead(400).end();
  }
}
