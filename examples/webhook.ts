// Fire and forget: `execute` returns at once, and the end is told to an address of yours. Here both ends are in one program.
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { compose, generateVideo, verifyWebhook } from "@proxx/sdk";

const secret = "my-secret-123";
const told = Promise.withResolvers<void>();

const receiver = createServer(async (request, response) => {
  try {
    const body = await text(request);
    const { executionId, status, video } = await verifyWebhook({ body, headers: request.headers, secret });
    console.log(executionId, status, video?.url);
    response.writeHead(204).end();
    told.resolve();
  } catch (error) {
    response.writeHead(400).end();
    told.reject(error);
  }
});
await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
const address = receiver.address();
if (address === null || typeof address === "string") throw new TypeError("Expected a port");

const execution = await compose(generateVideo({ prompt: "A beautiful sunset", duration: 2 })).execute({
  webhookUrl: `http://127.0.0.1:${address.port}/webhook`,
  webhookSecret: secret,
  // Only because the receiver is this very machine.
  allowPrivateWebhooks: true,
});
console.log(execution.id, execution.status);

await told.promise;
receiver.close();
