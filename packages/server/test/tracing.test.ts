import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { temporaryFolder } from "@proxx/testing";
import { expect, onTestFinished, test } from "vitest";
import { ANIMATIC, startTestServer } from "./test-server.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const CALLER = "b7ad6b7169203331";

interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: Record<string, unknown> }[];
  status: { code?: number; message?: string };
}

/** A collector that takes spans by OTLP over HTTP, in JSON. */
async function startCollector(status = 200) {
  const requests: { url: string | undefined; headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      requests.push({ url: request.url, headers: request.headers, body });
      response.writeHead(status, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const spans = () =>
    requests.flatMap(({ body }) => {
      const { resourceSpans } = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: ReceivedSpan[] }[] }[] };
      return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, spans };
}

function tracedTo(url: string, onFault?: (fault: unknown) => void) {
  const environment = {
    PATH: process.env["PATH"],
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_HEADERS: "x-collector-key=a%20b",
  };
  return { runtime: { environment, home: temporaryFolder() }, onFault };
}

test("an execution is one trace: the request, the execution, its jobs, their attempts, the commands they run", async () => {
  const collector = await startCollector();
  const server = await startTestServer(tracedTo(collector.url));
  const traceparent = `00-${TRACE}-${CALLER}-01`;
  const { executionId } = (await (await server.post("/api/execute", ANIMATIC, { traceparent })).json()) as {
    executionId: string;
  };
  await server.ended(executionId);
  await server.close();

  const spans = collector.spans();
  const named = (pattern: RegExp) => spans.filter(({ name }) => pattern.test(name));
  const [request] = named(/^POST \/api\/execute$/);
  const [execution] = named(/^execution$/);
  const [job] = named(/^job generate$/);
  const [attempt] = named(/^attempt 1$/);
  const commands = named(/^ffmpeg$/);
  expect(request).toMatchObject({ traceId: TRACE, parentSpanId: CALLER, kind: 2, status: {} });
  expect(execution).toMatchObject({ traceId: TRACE, parentSpanId: request?.spanId });
  expect(job).toMatchObject({ traceId: TRACE, parentSpanId: execution?.spanId });
  expect(attempt).toMatchObject({ traceId: TRACE, parentSpanId: job?.spanId });
  expect(commands.length).toBeGreaterThan(0);
  for (const command of commands)
    expect(command).toMatchObject({ traceId: TRACE, parentSpanId: attempt?.spanId, status: {} });
  expect(execution?.attributes).toContainEqual({ key: "proxx.execution.id", value: { stringValue: executionId } });
  expect(execution?.attributes).toContainEqual({ key: "proxx.execution.status", value: { stringValue: "completed" } });
  expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
  for (const { spanId, startTimeUnixNano: began, endTimeUnixNano: ended } of spans) {
    expect(spanId).toMatch(/^[0-9a-f]{16}$/);
    expect(BigInt(ended)).toBeGreaterThanOrEqual(BigInt(began));
  }
  expect(BigInt(commands[0]?.startTimeUnixNano ?? 0)).toBeGreaterThanOrEqual(BigInt(job?.startTimeUnixNano ?? 0));
  for (const { url, headers } of collector.requests) {
    expect(url).toBe("/v1/traces");
    expect(headers).toMatchObject({ "content-type": "application/json", "x-collector-key": "a b" });
  }
});

test("what failed says why, in a trace of its own where the request brought none", async () => {
  const collector = await startCollector();
  const server = await startTestServer(tracedTo(collector.url));
  const missing = {
    jobs: [{ id: "cut", type: "reframe", params: { video: "https://nowhere.invalid/a.mp4", aspectRatio: "1:1" } }],
  };
  const { id } = await server.ended(await server.begin(missing));
  expect((await server.post("/api/execute", { jobs: [] })).status).toBe(400);
  await server.close();
  const spans = collector.spans();
  const execution = spans.find(({ name }) => name === "execution");
  expect(execution?.status).toMatchObject({ code: 2, message: expect.stringMatching(/^\w+: /) });
  const requests = spans.filter(({ name }) => name === "POST /api/execute");
  expect(requests).toHaveLength(2);
  expect(requests.map(({ traceId }) => traceId)).toContain(execution?.traceId);
  expect(new Set(requests.map(({ traceId }) => traceId)).size).toBe(2);
  expect(id).toBeTruthy();
});

test("tells nothing of what its caller does not keep, and goes on without a collector", async () => {
  const collector = await startCollector();
  const quiet = await startTestServer(tracedTo(collector.url));
  const unsampled = await quiet.post("/api/execute", ANIMATIC, { traceparent: `00-${TRACE}-${CALLER}-00` });
  await quiet.ended(((await unsampled.json()) as { executionId: string }).executionId);
  await quiet.close();
  expect(collector.requests).toEqual([]);

  const refusing = await startCollector(503);
  const faults: unknown[] = [];
  const server = await startTestServer(tracedTo(refusing.url, (fault) => faults.push(fault)));
  expect(await server.ended(await server.begin(ANIMATIC))).toMatchObject({ status: "completed" });
  await server.close();
  expect(refusing.requests.length).toBeGreaterThan(0);
  expect(faults.map(String)).toEqual([
    expect.stringMatching(/Traces cannot be sent to http:\/\/127\.0\.0\.1:\d+: it answered 503/),
  ]);
});
