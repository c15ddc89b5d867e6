import { createHmac } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { WebhookAttempt } from "@proxx/contract";
import { describe, expect, test } from "vitest";
import { attemptWebhook, deliverWebhook, WEBHOOK_DELAYS_MS, type NetworkOptions } from "../src/index.ts";
import { startCanary, startPeer, startRawPeer, type Peer } from "./http-peer.ts";
import { testNetwork } from "./test-network.ts";

const body = JSON.stringify({ executionId: "exec_1", status: "completed", title: "Ünïcode 🎬" });

function message(peer: Peer, options: NetworkOptions = { allowPrivate: true }) {
  const network = testNetwork({ purpose: "webhook", ...options });
  return { network, url: `${peer.origin}/hook?key=1`, secret: "s3cret", body, id: "msg_1" };
}

/** Answers each request with the next of these; the last one for ever. */
async function startReceiver(...answers: ((response: ServerResponse, request: IncomingMessage) => void)[]) {
  const bodies: string[] = [];
  const peer = await startPeer((request, response) => {
    void text(request).then((received) => {
      const answer = answers[Math.min(bodies.length, answers.length - 1)];
      bodies.push(received);
      answer?.(response, request);
    });
  });
  return { peer, bodies };
}

const status =
  (code: number, answer = "") =>
  (response: ServerResponse) =>
    void response.writeHead(code).end(answer);

describe("an attempt", () => {
  test("posts the exact body with signatures that the receiver can check", async () => {
    const { peer, bodies } = await startReceiver(status(200, "thanks"));
    const attempt = await attemptWebhook({ ...message(peer), now: () => 1_700_000_000_900 });
    expect(attempt).toEqual({
      at: "2023-11-14T22:13:20.900Z",
      status: 200,
      durationMs: expect.any(Number) as number,
      answer: "thanks",
      retryAfterMs: null,
      error: null,
    });
    const [request] = peer.requests;
    const [received] = bodies;
    expect([request?.method, request?.url, received]).toEqual(["POST", "/hook?key=1", body]);
    expect(request?.headers).toMatchObject({
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(body)),
      "webhook-id": "msg_1",
      "webhook-timestamp": "1700000000",
      "x-webhook-signature": createHmac("sha256", "s3cret")
        .update(Buffer.from(received ?? ""))
        .digest("hex"),
      "webhook-signature": `v1,${createHmac("sha256", "s3cret").update(`msg_1.1700000000.${received}`).digest("base64")}`,
    });
  });

  test("without a secret is not signed", async () => {
    const { peer } = await startReceiver(status(204));
    const attempt = await attemptWebhook({ ...message(peer), secret: null });
    expect(attempt).toMatchObject({ status: 204, answer: "", error: null });
    expect(peer.requests[0]?.headers).toMatchObject({ "webhook-id": "msg_1" });
    expect(Object.keys(peer.requests[0]?.headers ?? {}).filter((name) => name.includes("signature"))).toEqual([]);
  });

  test("does not follow redirects", async () => {
    const canary = await startCanary();
    const { peer } = await startReceiver((response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${canary.port}/` }).end();
    });
    const attempt = await attemptWebhook(message(peer));
    expect(attempt).toMatchObject({
      status: 307,
      error: { code: "webhook_undelivered", message: "The receiver answered 307." },
    });
    expect(canary.connections()).toBe(0);
  });

  test("keeps 4 KiB of an answer that never ends", async () => {
    const { peer } = await startReceiver((response) => {
      const write = () => {
        while (response.write("a".repeat(10_000)));
      };
      response.on("drain", write);
      write();
    });
    const attempt = await attemptWebhook(message(peer));
    expect(attempt).toMatchObject({ status: 200, error: null });
    expect(attempt.answer).toBe("a".repeat(4096));
  });

  test("is delivered by its status, even when the answer's body does not come", async () => {
    const { peer } = await startReceiver(
      (response) => void response.writeHead(200, { "content-length": 9 }).write("a"),
    );
    const attempt = await attemptWebhook({ ...message(peer), timeoutMs: 1500 });
    expect(attempt).toMatchObject({ status: 200, answer: null, error: null });
  });

  test("ends when there is no answer in time", async () => {
    const peer = await startRawPeer(() => {});
    const attempt = await attemptWebhook({ ...message(peer), timeoutMs: 100 });
    expect(attempt).toMatchObject({
      status: null,
      error: { code: "webhook_undelivered", message: "There was no answer within 100 ms." },
    });
    expect(attempt.durationMs).toBeGreaterThanOrEqual(99);
  });

  test("says why the receiver cannot be reached", async () => {
    const { peer } = await startReceiver(status(200));
    const attempt = await attemptWebhook({ ...message(peer), url: "http://127.0.0.1:3/" });
    expect(attempt.error?.message).toBe("The receiver cannot be reached: connect ECONNREFUSED 127.0.0.1:3.");
  });

  test("to an address that is not public makes no connection", async () => {
    const canary = await startCanary();
    const lookup = () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]);
    const base = message(canary, { allowPrivate: false, lookup });
    for (const host of ["127.0.0.1", "hooks.test", "[::1]", "169.254.169.254"]) {
      const attempt = await attemptWebhook({ ...base, url: `http://${host}:${canary.port}/hook` });
      expect(attempt).toMatchObject({ status: null, error: { code: "webhook_invalid" } });
    }
    expect(canary.connections()).toBe(0);
  });
});

describe("a delivery", () => {
  test("is tried again until it is taken, with the same id and a fresh signature", async () => {
    const { peer, bodies } = await startReceiver(status(500), (response) => response.destroy(), status(200));
    let time = 1_700_000_000_000;
    const told: WebhookAttempt[] = [];
    const { outcome, attempts } = await deliverWebhook({
      ...message(peer),
      delaysMs: [1, 1, 1, 1],
      now: () => (time += 60_000),
      onAttempt: (attempt) => void told.push(attempt),
    });
    expect(outcome).toBe("delivered");
    expect(attempts.map((attempt) => attempt.status)).toEqual([500, null, 200]);
    expect(told).toEqual(attempts);
    expect(bodies).toEqual([body, body, body]);
    expect(new Set(peer.requests.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set(["msg_1"]));
    expect(new Set(peer.requests.map(({ headers }) => headers["webhook-signature"])).size).toBe(3);
    expect(new Set(peer.requests.map(({ headers }) => headers["x-webhook-signature"])).size).toBe(1);
  });

  test("goes on only when what was told of an attempt is done with, so that it can be kept", async () => {
    const { peer } = await startReceiver(status(500), status(200));
    const kept: number[] = [];
    await deliverWebhook({
      ...message(peer),
      delaysMs: [1],
      onAttempt: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        kept.push(peer.requests.length);
      },
    });
    expect(kept).toEqual([1, 2]);
  });

  test("ends when the receiver says that it is gone", async () => {
    const { peer } = await startReceiver(status(503), status(410));
    const { outcome, attempts } = await deliverWebhook({ ...message(peer), delaysMs: [1, 1, 1] });
    expect([outcome, attempts.length, peer.requests.length]).toEqual(["gone", 2, 2]);
  });

  test("ends after the last of its delays", async () => {
    const { peer } = await startReceiver(status(500));
    const { outcome, attempts } = await deliverWebhook({ ...message(peer), delaysMs: [1, 1] });
    expect([outcome, attempts.length]).toEqual(["exhausted", 3]);
  });

  test("is not tried again where it may not go", async () => {
    const canary = await startCanary();
    const { outcome, attempts } = await deliverWebhook({
      ...message(canary, { allowPrivate: false }),
      delaysMs: [1, 1],
    });
    expect([outcome, attempts.length, canary.connections()]).toEqual(["refused", 1, 0]);
  });

  test("ends at once when it is aborted, while it waits and while it asks", async () => {
    const waiting = new AbortController();
    const { peer } = await startReceiver(status(500));
    const waits = deliverWebhook({
      ...message(peer),
      signal: waiting.signal,
      onAttempt: () => void setImmediate(() => waiting.abort()),
    });
    expect(await waits).toMatchObject({ outcome: "aborted", attempts: [{ status: 500 }] });

    const asking = new AbortController();
    const silent = await startRawPeer(() => asking.abort());
    const asks = await deliverWebhook({ ...message(silent), signal: asking.signal });
    expect(asks).toMatchObject({ outcome: "aborted", attempts: [{ error: { code: "aborted" } }] });

    expect(await deliverWebhook({ ...message(peer), signal: AbortSignal.abort() })).toEqual({
      outcome: "aborted",
      attempts: [],
    });
  });

  test("by default starts after five seconds, waits longer each time, and lasts about a day", () => {
    expect(WEBHOOK_DELAYS_MS[0]).toBe(5000);
    expect([...WEBHOOK_DELAYS_MS].sort((a, b) => a - b)).toEqual(WEBHOOK_DELAYS_MS);
    const hours = WEBHOOK_DELAYS_MS.reduce((sum, delay) => sum + delay, 0) / 3_600_000;
    expect(hours).toBeGreaterThan(22);
    expect(hours).toBeLessThan(25);
  });

  test("waits as long as the schedule says, give or take", async () => {
    const { peer } = await startReceiver(status(500), status(200));
    const startedAt = performance.now();
    await deliverWebhook({ ...message(peer), delaysMs: [100], random: () => 1 });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(119);
  });
});
