import { expect, onTestFinished, test } from "vitest";
import { startFakeReplicate } from "@proxx/testing/fake-providers";
import { parseReplicateWebhook } from "./replicate-webhook.ts";

async function start() {
  const server = await startFakeReplicate({ results: {} });
  onTestFinished(() => server.close());
  return server;
}

const trust = (secret: string) => ({ secret, fetch });

test("reads what Replicate signed", async () => {
  const server = await start();
  const { headers, body } = server.signWebhook("abc123", "succeeded");
  const news = await parseReplicateWebhook(
    { headers: new Headers(headers), body: Buffer.from(body) },
    trust(server.webhookSecret),
  );
  expect(news).toEqual({ provider: "replicate", id: "abc123", state: "done" });
});

test.each([
  ["another body", (headers: Headers, body: string) => ({ headers, body: body.replace("succeeded", "failed") })],
  [
    "another time",
    (headers: Headers, body: string) => ({ headers: withHeader(headers, "webhook-timestamp", "1"), body }),
  ],
  [
    "another delivery's id",
    (headers: Headers, body: string) => ({ headers: withHeader(headers, "webhook-id", "x"), body }),
  ],
  ["no signature", (headers: Headers, body: string) => ({ headers: without(headers, "webhook-signature"), body })],
  [
    "a signature that is none",
    (headers: Headers, body: string) => ({ headers: withHeader(headers, "webhook-signature", "v1,%%"), body }),
  ],
])("refuses %s", async (_what, change) => {
  const server = await start();
  const signed = server.signWebhook("abc123", "succeeded");
  const { headers, body } = change(new Headers(signed.headers), signed.body);
  const parsing = parseReplicateWebhook({ headers, body: Buffer.from(body) }, trust(server.webhookSecret));
  await expect(parsing).rejects.toMatchObject({ code: "webhook_invalid", retryable: false });
});

test("refuses what was signed ten minutes ago", async () => {
  const server = await start();
  const { headers, body } = server.signWebhook("abc123", "succeeded", Math.floor(Date.now() / 1000) - 600);
  const parsing = parseReplicateWebhook(
    { headers: new Headers(headers), body: Buffer.from(body) },
    trust(server.webhookSecret),
  );
  await expect(parsing).rejects.toMatchObject({ code: "webhook_invalid" });
});

test("refuses what was signed with another secret", async () => {
  const server = await start();
  const { headers, body } = server.signWebhook("abc123", "succeeded");
  const parsing = parseReplicateWebhook(
    { headers: new Headers(headers), body: Buffer.from(body) },
    trust(`whsec_${Buffer.from("another").toString("base64")}`),
  );
  await expect(parsing).rejects.toMatchObject({ code: "webhook_invalid" });
});

test("takes one of several signatures", async () => {
  const server = await start();
  const { headers, body } = server.signWebhook("abc123", "failed");
  const both = withHeader(new Headers(headers), "webhook-signature", `v1,AAAA ${headers["webhook-signature"] ?? ""}`);
  const news = await parseReplicateWebhook({ headers: both, body: Buffer.from(body) }, trust(server.webhookSecret));
  expect(news.state).toBe("failed");
});

function withHeader(headers: Headers, name: string, value: string): Headers {
  headers.set(name, value);
  return headers;
}

function without(headers: Headers, name: string): Headers {
  headers.delete(name);
  return headers;
}
