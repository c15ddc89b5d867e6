import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";

/** Takes messages of webhooks. */
export interface Receiver {
  url: string;
  /** The ids of the messages about an execution, each once however often it came. */
  messagesOf(executionId: string): ReadonlySet<string>;
  /** Resolves when it is so, or the time is over. */
  until(isSo: () => boolean, timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const messages = new Map<string, Set<string>>();
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const { executionId } = body as { executionId: string };
      const ids = messages.get(executionId) ?? new Set();
      ids.add(String(request.headers["webhook-id"]));
      messages.set(executionId, ids);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("Expected a port");
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    messagesOf: (executionId) => messages.get(executionId) ?? new Set(),
    async until(isSo, timeoutMs) {
      const deadline = performance.now() + timeoutMs;
      while (!isSo() && performance.now() < deadline) await wait(20);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
