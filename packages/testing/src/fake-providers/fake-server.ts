import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export interface RecordedRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: Buffer;
  phase: FakePhase;
}

/** What a request is about, so that a test can say where the server goes wrong. */
export type FakePhase = "upload" | "submit" | "list" | "poll" | "result" | "cancel" | "file" | "keys";

export type Misbehaviour = { at: FakePhase; /** @default always */ times?: number } & (
  | { as: "status"; status: number; retryAfter?: string; location?: string; body?: unknown }
  /** Takes the request and never answers. */
  | { as: "hang" }
  /** Breaks the connection off before the answer. */
  | { as: "reset" }
  /** Promises the whole answer, and breaks off in its middle. */
  | { as: "truncated" }
  /** A gateway's page in place of the answer. */
  | { as: "page" }
);

export interface FakeReply {
  status?: number;
  headers?: Record<string, string>;
  /** Bytes as they are, anything else as JSON. */
  body?: unknown;
}

export interface FakeServer {
  /** Without a slash at its end. */
  url: string;
  /** All that came, in order. */
  requests: RecordedRequest[];
  /** Those of one phase. */
  requestsAt(phase: FakePhase): RecordedRequest[];
  close(): Promise<void>;
}

export interface FakeServerOptions {
  phaseOf: (request: { method: string; path: string }) => FakePhase;
  answer: (request: RecordedRequest) => FakeReply | Promise<FakeReply>;
  misbehave: readonly Misbehaviour[];
}

/** An HTTP server on loopback that records what it is asked and goes wrong where it is told to. */
export async function startFakeServer({ phaseOf, answer, misbehave }: FakeServerOptions): Promise<FakeServer> {
  const requests: RecordedRequest[] = [];
  const left = misbehave.map((misbehaviour) => ({
    misbehaviour,
    times: misbehaviour.times ?? Number.POSITIVE_INFINITY,
  }));

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await record(incoming, phaseOf);
    requests.push(request);
    const due = left.find(({ misbehaviour, times }) => misbehaviour.at === request.phase && times > 0);
    if (due === undefined) return reply(response, await answer(request));
    due.times -= 1;
    await misbehaveAs(due.misbehaviour, response, () => answer(request));
  }

  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The fake server has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    requestsAt: (phase) => requests.filter((request) => request.phase === phase),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What a multipart request holds. */
export async function formOf({ headers, body }: RecordedRequest): Promise<FormData> {
  return new Response(new Uint8Array(body), {
    headers: { "content-type": headers.get("content-type") ?? "" },
  }).formData();
}

/** A field of a multipart request that is no file; empty when it is not there. */
export async function formText(request: RecordedRequest, name: string): Promise<string> {
  const value = (await formOf(request)).get(name);
  return typeof value === "string" ? value : "";
}

export function jsonOf({ body }: RecordedRequest): unknown {
  return JSON.parse(body.toString());
}

async function record(incoming: IncomingMessage, phaseOf: FakeServerOptions["phaseOf"]): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const url = new URL(incoming.url ?? "/", "http://localhost");
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const about = { method: incoming.method ?? "GET", path: url.pathname };
  return { ...about, query: url.searchParams, headers, body: Buffer.concat(chunks), phase: phaseOf(about) };
}

async function misbehaveAs(
  misbehaviour: Misbehaviour,
  response: ServerResponse,
  answer: () => FakeReply | Promise<FakeReply>,
): Promise<void> {
  switch (misbehaviour.as) {
    case "hang":
      return;
    case "reset":
      response.destroy();
      return;
    case "page":
      reply(response, { headers: { "content-type": "text/html" }, body: Buffer.from("<html>Please sign in</html>") });
      return;
    case "status": {
      const { status, retryAfter, location, body } = misbehaviour;
      const headers: Record<string, string> = {
        ...(retryAfter === undefined ? {} : { "retry-after": retryAfter }),
        ...(location === undefined ? {} : { location }),
      };
      reply(response, { status, headers, body: body ?? { detail: `status ${status}`, message: `status ${status}` } });
      return;
    }
    case "truncated": {
      const { headers, bytes } = encode(await answer());
      response.writeHead(200, { ...headers, "content-length": bytes.length });
      response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
    }
  }
}

function reply(response: ServerResponse, answer: FakeReply): void {
  const { headers, bytes } = encode(answer);
  response.writeHead(answer.status ?? 200, { ...headers, "content-length": bytes.length });
  response.end(bytes);
}

function encode({ headers = {}, body }: FakeReply): { headers: Record<string, string>; bytes: Buffer } {
  if (body instanceof Uint8Array) return { headers, bytes: Buffer.from(body) };
  if (body === undefined) return { headers, bytes: Buffer.alloc(0) };
  return { headers: { "content-type": "application/json", ...headers }, bytes: Buffer.from(JSON.stringify(body)) };
}
