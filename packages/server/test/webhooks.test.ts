import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { createHmac } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { expect, it, onTestFinished, vi } from "vitest";
import { ANIMATIC, problemOf, startTestServer } from "./test-server.ts";

interface Shown {
  id: string;
  status: string;
  attempts: { status: number | null; answer: string | null }[];
  nextAt: string | null;
}

/** Answers with the next of these; the last one for ever. */
async function startReceiver(...answers: ((response: ServerResponse) => void)[]) {
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const answer = answers[Math.min(received.length, answers.length - 1)];
      received.push({ headers: request.headers, body });
      answer?.(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("Expected a port");
  return { url: `http://127.0.0.1:${address.port}/hook`, received };
}

const status = (code: number) => (response: ServerResponse) => void response.writeHead(code).end("said so");

async function deliveries(server: { ask: (path: string) => Promise<Response> }, query = ""): Promise<Shown[]> {
  const answer = await server.ask(`/api/webhooks/deliveries${query}`);
  return ((await answer.json()) as { data: Shown[] }).data;
}

it("is told of the end once, signed with both secrets, with addresses of the server", async () => {
  const server = await startTestServer({ allowPrivateWebhooks: true });
  const { url, received } = await startReceiver(status(200));
  const webhook = { url, secret: "new-secret", previousSecret: "old-secret" };
  const id = await server.begin({ ...ANIMATIC, webhook });
  const execution = await server.ended(id);
  await vi.waitFor(async () => expect(await deliveries(server)).toMatchObject([{ status: "delivered" }]));
  expect(received).toHaveLength(1);
  const [{ headers, body } = { headers: {}, body: "" }] = received;
  expect(JSON.parse(body)).toMatchObject({
    executionId: id,
    status: "completed",
    result: { url: execution.result?.url },
  });
  expect(headers["x-webhook-signature"]).toBe(createHmac("sha256", "new-secret").update(body).digest("hex"));
  const signed = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
  const signatures = ["new-secret", "old-secret"].map(
    (secret) => `v1,${createHmac("sha256", secret).update(signed).digest("base64")}`,
  );
  expect(headers["webhook-signature"]).toBe(signatures.join(" "));
  for (const secret of ["new-secret", "old-secret"]) {
    // The library of those who wrote the standard, which also refuses what is old or altered.
    const standard = new StandardWebhook(secret, { format: "raw" });
    expect(standard.verify(body, headers as Record<string, string>)).toMatchObject({ executionId: id });
    expect(() => standard.verify(`${body} `, headers as Record<string, string>)).toThrow("No matching signature");
  }
  const [shown] = await deliveries(server, `?executionId=${id}&status=delivered`);
  expect(shown).toMatchObject({ attempts: [{ status: 200, answer: "said so" }], nextAt: null });
  expect(JSON.stringify(shown)).not.toMatch(/-secret/);
  expect(await deliveries(server, "?status=exhausted")).toEqual([]);
});

it("that fails is tried again later, and at once when somebody asks for it, with the same id", async () => {
  const server = await startTestServer({ allowPrivateWebhooks: true });
  const { url, received } = await startReceiver(status(500), status(204));
  await server.ended(await server.begin({ ...ANIMATIC, webhook: { url } }));
  await vi.waitFor(async () => expect(await deliveries(server)).toMatchObject([{ attempts: [{ status: 500 }] }]));
  const [failed] = await deliveries(server);
  expect(failed).toMatchObject({ status: "waiting", nextAt: expect.any(String) as string });
  const again = await server.post(`/api/webhooks/deliveries/${failed?.id}/redeliver`);
  expect(again.status).toBe(202);
  await vi.waitFor(async () => expect(await deliveries(server)).toMatchObject([{ status: "delivered" }]));
  expect(received.map(({ headers }) => headers["webhook-id"])).toEqual(
    Array(2).fill(received[0]?.headers["webhook-id"]),
  );
  const one = await server.ask(`/api/webhooks/deliveries/${failed?.id}`);
  expect(await one.json()).toMatchObject({ attempts: [{ status: 500 }, { status: 204 }] });
});

it.each([
  ["wants no more", (response: ServerResponse) => void response.writeHead(410).end(), "gone"],
  ["sends elsewhere", (response: ServerResponse) => void response.writeHead(307, { location: "/" }).end(), "waiting"],
  ["breaks off", (response: ServerResponse) => void response.destroy(), "waiting"],
])("whose receiver %s is not followed and not told again at once", async (_what, answer, expected) => {
  const server = await startTestServer({ allowPrivateWebhooks: true });
  const { url, received } = await startReceiver(answer);
  await server.ended(await server.begin({ ...ANIMATIC, webhook: { url } }));
  await vi.waitFor(async () => expect((await deliveries(server))[0]?.attempts).toHaveLength(1));
  expect(await deliveries(server)).toMatchObject([{ status: expected }]);
  expect(received).toHaveLength(1);
});

it("is listed page by page, the newest first", async () => {
  const server = await startTestServer({ allowPrivateWebhooks: true });
  const { url } = await startReceiver(status(200));
  const picture = { jobs: [{ id: "a", type: "generateImage", params: { prompt: "A tent" } }], webhook: { url } };
  for (let count = 0; count < 3; count++) await server.ended(await server.begin(picture));
  await vi.waitFor(async () => expect(await deliveries(server, "?status=delivered")).toHaveLength(3));
  const all = (await deliveries(server)).map(({ id }) => id);
  const turned: string[] = [];
  for (let query = "?limit=2"; query !== "";) {
    const answer = await server.ask(`/api/webhooks/deliveries${query}`);
    const page = (await answer.json()) as { data: Shown[]; hasMore: boolean; nextCursor: string | null };
    turned.push(...page.data.map(({ id }) => id));
    expect(page.hasMore).toBe(page.nextCursor !== null);
    query = page.nextCursor === null ? "" : `?limit=2&cursor=${page.nextCursor}`;
  }
  expect(turned).toEqual(all);
});

it("at a private address is refused with the plan, before anything runs", async () => {
  const server = await startTestServer();
  const answer = await server.post("/api/execute", { ...ANIMATIC, webhook: { url: "http://127.0.0.1:9/hook" } });
  expect(answer.status).toBe(400);
  expect(await problemOf(answer)).toMatchObject({ issues: [{ path: "$.webhook.url", code: "webhook_invalid" }] });
});

it("is still told of the end of what ran when the server was told to close", async () => {
  const server = await startTestServer({ allowPrivateWebhooks: true, graceMs: 60_000 });
  const { url, received } = await startReceiver(status(200));
  await server.begin({ ...ANIMATIC, webhook: { url } });
  await server.close();
  expect(received.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([{ status: "completed" }]);
});

const environment = { PATH: process.env["PATH"] };

it("is told by the next server what the one before could not tell, under the same id", async () => {
  const options = { allowPrivateWebhooks: true, runtime: { environment, home: temporaryFolder() } };
  const before = await startTestServer(options);
  // The first never gets its answer.
  const { url, received } = await startReceiver(() => {}, status(200));
  await before.ended(await before.begin({ ...ANIMATIC, webhook: { url, secret: "s3cret" } }));
  await vi.waitFor(() => expect(received).toHaveLength(1));
  await before.close();
  const after = await startTestServer(options);
  await vi.waitFor(async () => expect(await deliveries(after)).toMatchObject([{ status: "delivered" }]), 5000);
  const [first, second] = received.map(({ headers }) => headers["webhook-id"]);
  expect([received.length, first]).toEqual([2, second]);
});

it("is told of the end of what another process had begun", async () => {
  const options = { allowPrivateWebhooks: true, runtime: { environment, home: temporaryFolder() } };
  const before = await startTestServer(options);
  const { url, received } = await startReceiver(status(200));
  const webhook = { url, secret: "very-secret-indeed" };
  const id = await before.begin({ ...ANIMATIC, webhook });
  await before.close();
  expect(received).toEqual([]);
  for (const name of readdirSync(options.runtime.home).filter((one) => one.startsWith("proxx.sqlite"))) {
    const bytes = readFileSync(join(options.runtime.home, name), "latin1");
    expect(bytes).not.toContain(webhook.secret);
    expect(bytes).not.toContain(url);
  }
  const after = await startTestServer(options);
  await after.ended(id);
  await vi.waitFor(() => expect(received).toHaveLength(1), 5000);
  expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({ executionId: id, status: "completed" });
  expect(await (await after.ask(`/api/execute/${id}/plan`)).json()).toEqual({ ...ANIMATIC, webhook: { url } });
});

it("is told of a plan that is run once more", async () => {
  const server = await startTestServer({ allowPrivateWebhooks: true });
  const { url, received } = await startReceiver(status(200));
  const long = { ...ANIMATIC.jobs[0], params: { prompt: "A long night", duration: 60 } };
  const id = await server.begin({ jobs: [long], webhook: { url, secret: "s3cret" } });
  await server.post(`/api/execute/${id}/cancel`);
  const again = (await (await server.post(`/api/execute/${id}/retry`, {})).json()) as { executionId: string };
  await server.post(`/api/execute/${again.executionId}/cancel`);
  await vi.waitFor(() => expect(received).toHaveLength(2), 5000);
  expect(received.map(({ body }) => (JSON.parse(body) as { status: string }).status)).toEqual([
    "cancelled",
    "cancelled",
  ]);
  expect(received.every(({ headers }) => headers["x-webhook-signature"] !== undefined)).toBe(true);
});

it("that is not there is answered alike", async () => {
  const { ask, post } = await startTestServer();
  expect((await ask("/api/webhooks/deliveries/whd_1")).status).toBe(404);
  expect((await post("/api/webhooks/deliveries/whd_1/redeliver")).status).toBe(404);
});
