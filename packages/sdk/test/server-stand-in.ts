import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { executeRequestSchema, type ExecuteRequest, type Execution } from "@proxx/contract";
import { onTestFinished } from "vitest";
import { cancelled, completed, executionDocument } from "./execution-document.ts";

interface SeenRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** In place of the answer that is due: another one, or a connection that breaks off. */
export type Misbehaviour =
  | "break-off"
  /** Does what was asked, and breaks off before it says so. */
  | "do-and-break-off"
  /** Never answers. */
  | "hang"
  | { status: number; body?: unknown; headers?: Record<string, string> };

export interface ServerStandIn {
  url: string;
  requests: SeenRequest[];
  /** What was asked, such as `POST /api/execute`, in order. */
  asked: () => string[];
  /** What begins were accepted as, by id. */
  accepted: Map<string, ExecuteRequest>;
  /** For the next requests whose `METHOD /path` matches, one after the other. */
  misbehave: (what: RegExp, ...how: Misbehaviour[]) => void;
  /** What the status is, ask by ask; the last one stays. */
  statuses: (...documents: Partial<Execution>[]) => void;
  close: () => Promise<void>;
}

/** A server that keeps to the contract unless it is told not to: ids, idempotency, status, plan, cancel. */
export async function startServerStandIn({ apiKey }: { apiKey?: string } = {}): Promise<ServerStandIn> {
  const requests: SeenRequest[] = [];
  const accepted = new Map<string, ExecuteRequest>();
  const idByKey = new Map<string, string>();
  const misbehaviours: { what: RegExp; how: Misbehaviour }[] = [];
  let documents: Partial<Execution>[] = [{ status: "pending" }, { progress: 40 }, completed];
  const asked = new Map<string, number>();
  const ended = new Set<string>();

  const server = createServer((request, response) => void receive(request, response));

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const seen: SeenRequest = {
      method: request.method ?? "",
      path: request.url ?? "",
      headers: request.headers,
      body: text === "" ? undefined : JSON.parse(text),
    };
    requests.push(seen);
    const index = misbehaviours.findIndex(({ what }) => what.test(`${seen.method} ${seen.path}`));
    const [misbehaviour] = index < 0 ? [] : misbehaviours.splice(index, 1);
    const how = misbehaviour?.how;
    if (how === "break-off") return void request.socket.destroy();
    if (how === "hang") return;
    if (how === "do-and-break-off") {
      answer(seen);
      return void request.socket.destroy();
    }
    send(response, how ?? answer(seen));
  }

  function answer({ method, path, headers, body }: SeenRequest): Exclude<Misbehaviour, string> {
    if (apiKey !== undefined && headers.authorization !== `Bearer ${apiKey}`) {
      return problem(401, { title: "Unauthorized", detail: "The API key is not known.", hint: "Set `apiKey`." });
    }
    if (method === "POST" && path === "/api/execute") return begin(headers["idempotency-key"], body);
    const [, id = "", what] = /^\/api\/execute\/([^/]+)\/(status|plan|cancel)$/.exec(path) ?? [];
    const request = accepted.get(decodeURIComponent(id));
    if (request === undefined) return problem(404, { title: "Not found", code: "execution_not_found" });
    if (what === "plan") {
      const { jobs, baseExecutionId } = request;
      return { status: 200, body: { jobs, ...(baseExecutionId === undefined ? {} : { baseExecutionId }) } };
    }
    if (what === "cancel") ended.add(id);
    return { status: 200, body: statusOf(id) };
  }

  function begin(key: unknown, body: unknown): Exclude<Misbehaviour, string> {
    const parsed = executeRequestSchema.safeParse(body);
    if (!parsed.success) {
      const issues = parsed.error.issues.map(({ path, code, message }) => ({
        path: `$.${path.join(".")}`,
        code,
        message,
        hint: "Mend it.",
      }));
      return problem(400, { title: "The plan is not valid.", code: "invalid_document", issues });
    }
    const id = (typeof key === "string" ? idByKey.get(key) : undefined) ?? `exec_${accepted.size + 1}`;
    if (typeof key === "string") idByKey.set(key, id);
    accepted.set(id, parsed.data);
    return { status: 202, body: { executionId: id, status: "pending", createdAt: "2026-01-01T00:00:00.000Z" } };
  }

  function statusOf(id: string): Execution {
    if (ended.has(id)) return executionDocument({ id, ...cancelled });
    const count = asked.get(id) ?? 0;
    asked.set(id, count + 1);
    return executionDocument({ id, ...documents[Math.min(count, documents.length - 1)] });
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    asked: () => requests.map(({ method, path }) => `${method} ${path}`),
    accepted,
    misbehave: (what, ...how) => misbehaviours.push(...how.map((one) => ({ what, how: one }))),
    statuses: (...said) => (documents = said),
    close,
  };
}

export function problem(status: number, body: object): Exclude<Misbehaviour, string> {
  return {
    status,
    headers: { "content-type": "application/problem+json" },
    body: { type: "about:blank", status, ...body },
  };
}

function send(response: ServerResponse, { status, headers, body }: Exclude<Misbehaviour, string>): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body ?? {}));
}
