import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { executeRequestSchema, PlanValidationError, type ExecuteRequest, type Execution } from "@proxx/contract";
import { createNetwork, deliverWebhook } from "@proxx/network";
import { openRuntime, type RuntimeOptions } from "@proxx/runtime";
import { addressOf } from "./webhook-receiver.ts";

export interface EngineServer {
  url: string;
  /** What came to `POST /api/execute`, by the id it was given. */
  accepted: Map<string, ExecuteRequest>;
  /** What was asked, such as `GET /api/execute/exec_1/status`. */
  asked: string[];
  close: () => Promise<void>;
}

type Webhook = NonNullable<ExecuteRequest["webhook"]>;

/** The least there is of a server that keeps to the contract: the engine of this machine behind its routes. */
export async function startEngineServer(settings: RuntimeOptions): Promise<EngineServer> {
  const runtime = openRuntime({ ...settings, allowPrivateSources: true });
  const webhooks = createNetwork({ purpose: "webhook", allowPrivate: true });
  const accepted: EngineServer["accepted"] = new Map();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request).then(
      ({ status, body }) => send(response, status, body),
      (error: unknown) => {
        if (!(error instanceof PlanValidationError)) return send(response, 500, { title: String(error) });
        const { code, hint, issues } = error;
        send(response, 400, { title: "The plan is not valid.", code, hint, issues });
      },
    );
  });

  async function answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    if (request.method === "POST" && request.url === "/api/execute") {
      const { executionId, status, createdAt } = await begin(executeRequestSchema.parse(await json(request)));
      return { status: 202, body: { executionId, status, createdAt } };
    }
    const [, id = "", what] = /^\/api\/execute\/([^/]+)\/(status|plan|cancel)$/.exec(request.url ?? "") ?? [];
    if (what === "cancel") await runtime.engine.running(id)?.cancel();
    const body = what === "plan" ? accepted.get(id) : await runtime.engine.get(id);
    return body ? { status: 200, body } : { status: 404, body: { code: "execution_not_found", title: "Not found" } };
  }

  async function begin(request: ExecuteRequest) {
    const { providerApiKeys, strict, webhook, ...plan } = request;
    const running = await runtime.engine.start(plan, { providerApiKeys, strict });
    accepted.set(running.id, request);
    if (webhook !== undefined) void running.finished.then((end) => tell(end, webhook));
    const { status, createdAt } = running.snapshot();
    return { executionId: running.id, status, createdAt };
  }

  async function tell(end: Execution, { url, secret }: Webhook) {
    const { id: executionId, status, result, error, completedAt } = end;
    const body = { executionId, status, result, video: result, ...(error === null ? {} : { error }), completedAt };
    const message = { url, secret: secret ?? null, body: JSON.stringify(body), id: randomUUID() };
    await deliverWebhook({ network: webhooks, ...message });
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: addressOf(server),
    accepted,
    asked,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await Promise.all([runtime.close(), webhooks.close()]);
    },
  };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": status < 400 ? "application/json" : "application/problem+json" });
  response.end(JSON.stringify(body));
}
