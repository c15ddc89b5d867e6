import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { video } from "../../test/execution-document.ts";
import { verifyWebhook, type VerifyWebhookOptions } from "./verify-webhook.ts";

const NOW = Date.parse("2026-03-01T12:00:00.000Z");
const SENT = NOW / 1000 - 10;
const message = {
  executionId: "exec_1",
  status: "completed",
  result: video,
  video,
  results: { wide: video, words: null },
  completedAt: "2026-03-01T11:59:00.000Z",
};
// Spaces and characters that no parser would write again as they are.
const body = JSON.stringify(message, null, 1).replace("exec_1", "exec_\\u0031 ünï 🎬");
const secret = "sëcret";

/** As the specification of Standard Webhooks says it. */
function sign(options: { id?: string; timestamp?: string; body?: string; key?: string | Buffer } = {}) {
  const { id = "msg_1", timestamp = String(SENT), key = secret } = options;
  const signature = createHmac("sha256", key)
    .update(`${id}.${timestamp}.${options.body ?? body}`)
    .digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}

function hex(text = body, key = secret): string {
  return createHmac("sha256", key).update(text).digest("hex");
}

function verify(options: Partial<VerifyWebhookOptions>) {
  return verifyWebhook({ body, headers: sign(), secret, now: () => NOW, ...options });
}

describe("a webhook", () => {
  it("that is signed as Standard Webhooks are gives what it says", async () => {
    expect(await verify({})).toEqual({ ...message, executionId: "exec_1 ünï 🎬" });
  });

  it("verifies with headers of every form and the body as bytes", async () => {
    const bytes = new TextEncoder().encode(body);
    expect(await verify({ body: bytes, headers: new Headers(sign()) })).toMatchObject({ status: "completed" });
    const upper = Object.fromEntries(Object.entries(sign()).map(([name, value]) => [name.toUpperCase(), [value]]));
    expect(await verify({ body: Buffer.from(body), headers: upper })).toMatchObject({ status: "completed" });
  });

  it("verifies the example of the standard's own specification", async () => {
    const example = {
      body: '{"test": 2432232314}',
      secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
      now: () => 1_614_265_330_000,
      headers: {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
      },
    };
    // Its signature is right; it is only no message of ours.
    await expect(verifyWebhook(example)).rejects.toThrow("Its body is not that of a webhook of Proxx.");
    await expect(verifyWebhook({ ...example, body: '{"test": 1}' })).rejects.toThrow("Its signature is not made with");
  });

  it("decodes a secret of the standard's form for the standard's header, and for no other", async () => {
    const key = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64");
    const standard = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    expect(await verify({ secret: standard, headers: sign({ key }) })).toMatchObject({ status: "completed" });
    await expect(verify({ secret: standard, headers: sign({ key: standard }) })).rejects.toMatchObject(INVALID);
    expect(await verify({ secret: standard, headers: { "x-webhook-signature": hex(body, standard) } })).toMatchObject({
      status: "completed",
      video,
    });
  });

  it("may have several signatures while a secret is being changed", async () => {
    const headers = sign();
    const other = sign({ key: "other" })["webhook-signature"];
    const several = `v1a,AAAA ${other} ${headers["webhook-signature"]}`;
    expect(await verify({ headers: { ...headers, "webhook-signature": several } })).toMatchObject({
      status: "completed",
      video,
    });
  });

  it("that is signed by the bare header is as old as the execution's end", async () => {
    const headers = { "X-Webhook-Signature": hex() };
    expect(await verify({ headers })).toMatchObject({ status: "completed" });
    expect(await verify({ headers: { "x-webhook-signature": hex().toUpperCase() } })).toMatchObject({
      status: "completed",
      video,
    });
    await expect(verify({ headers, toleranceSeconds: 59 })).rejects.toThrow("not sent within 59 s of now");
  });

  it("bears what a newer version adds to it", async () => {
    const newer = JSON.stringify({ ...message, region: "eu" });
    expect(await verify({ body: newer, headers: sign({ body: newer }) })).toEqual(message);
  });

  it.each<[string, Partial<VerifyWebhookOptions>]>([
    ["is signed with another secret", { headers: sign({ key: "other" }) }],
    ["has another body", { body: `${body} ` }],
    ["has another id", { headers: { ...sign(), "webhook-id": "msg_2" } }],
    ["has another time", { headers: { ...sign(), "webhook-timestamp": String(SENT + 1) } }],
    ["is too old", { headers: sign({ timestamp: String(NOW / 1000 - 301) }) }],
    ["is of the future", { headers: sign({ timestamp: String(NOW / 1000 + 301) }) }],
    ["has no number for its time", { headers: sign({ timestamp: "soon" }) }],
    ["has a time that is none", { headers: sign({ timestamp: "1e9" }) }],
    ["is not signed", { headers: {} }],
    ["has no id", { headers: { ...sign(), "webhook-id": undefined } }],
    ["has an empty id", { headers: { ...sign({ id: "" }), "x-webhook-signature": hex() } }],
    [
      "has a wrong standard signature beside the right bare one",
      { headers: { ...sign({ key: "other" }), "x-webhook-signature": hex() } },
    ],
    [
      "has only a time beside the right bare signature",
      { headers: { "webhook-timestamp": "1", "x-webhook-signature": hex() } },
    ],
    ["has a header twice", { headers: { ...sign(), "WEBHOOK-ID": "msg_2" } }],
    ["has half a signature", { headers: { "x-webhook-signature": hex().slice(0, 62) } }],
    ["has the signature of nothing", { headers: { "x-webhook-signature": hex("") } }],
    ["has no hex for a signature", { headers: { "x-webhook-signature": "z".repeat(64) } }],
    ["is no JSON", { body: "{", headers: sign({ body: "{" }) }],
    ["is no webhook of ours", { body: "[]", headers: sign({ body: "[]" }) }],
    [
      "is no UTF-8",
      {
        body: new Uint8Array([0xff]),
        headers: {
          "x-webhook-signature": createHmac("sha256", secret)
            .update(new Uint8Array([0xff]))
            .digest("hex"),
        },
      },
    ],
  ])("is refused when it %s", async (_, options) => {
    await expect(verify(options)).rejects.toMatchObject(INVALID);
  });

  it.each<[string, object, RegExp]>([
    ["a parsed body", { body: message }, /`body` to be what was received, .* got an object/],
    ["no secret", { secret: "" }, /`secret` to be a non-empty string/],
    ["no headers", { headers: undefined }, /`headers` to be those of the request/],
    ["a tolerance that is none", { toleranceSeconds: Number.NaN }, /`toleranceSeconds` to be a non-negative number/],
  ])("with %s is a TypeError", async (_, options, message_) => {
    await expect(verify(options)).rejects.toThrow(TypeError);
    await expect(verify(options)).rejects.toThrow(message_);
  });
});

const INVALID = { code: "webhook_invalid", retryable: false };
