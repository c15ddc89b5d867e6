import { describe, expect, test } from "vitest";
import { signWebhook } from "./webhook-signature.ts";

const message = { id: "msg_1", timestampSeconds: 1_700_000_000, body: '{"title":"Ünïcode 🎬"}', secret: "sëcret" };

describe("the signature of a webhook", () => {
  test("is that of Standard Webhooks' own example for a secret in its form", () => {
    const headers = signWebhook({
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      timestampSeconds: 1_614_265_330,
      body: '{"test": 2432232314}',
      secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    });
    expect(headers["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    expect(headers["webhook-id"]).toBe("msg_p5jXN8AQM9LWM0D4loKWxJek");
    expect(headers["webhook-timestamp"]).toBe("1614265330");
  });

  test("is the bare hex of the body's bytes, and covers id and time in the standard header, by another implementation", async () => {
    const headers = signWebhook(message);
    expect(headers["X-Webhook-Signature"]).toBe((await webCryptoHmac(message.secret, message.body)).toString("hex"));
    const signed = await webCryptoHmac(message.secret, `msg_1.1700000000.${message.body}`);
    expect(headers["webhook-signature"]).toBe(`v1,${signed.toString("base64")}`);
  });

  test("uses a secret in the standard's form as it is written for the bare header", async () => {
    const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const headers = signWebhook({ ...message, secret });
    expect(headers["X-Webhook-Signature"]).toBe((await webCryptoHmac(secret, message.body)).toString("hex"));
  });

  test("is made with both secrets while one takes the other's place, the bare header with the new one", () => {
    const both = signWebhook({ ...message, previousSecret: "before" });
    const [now, before] = [message.secret, "before"].map((secret) => signWebhook({ ...message, secret }));
    expect(both["webhook-signature"]).toBe(`${now?.["webhook-signature"]} ${before?.["webhook-signature"]}`);
    expect(both["X-Webhook-Signature"]).toBe(now?.["X-Webhook-Signature"]);
  });

  test.each([
    ["id", { id: "a.b" }],
    ["id", { id: "" }],
    ["id", { id: "a\r\nb" }],
    ["timestampSeconds", { timestampSeconds: 1.5 }],
    ["timestampSeconds", { timestampSeconds: -1 }],
    ["secret", { secret: "" }],
  ])("is refused for a wrong %s: %j", (name, wrong) => {
    expect(() => signWebhook({ ...message, ...wrong })).toThrow(new RegExp(`Expected \`${name}\``));
  });
});

async function webCryptoHmac(secret: string, text: string): Promise<Buffer> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  return Buffer.from(await crypto.subtle.sign("HMAC", key, encoder.encode(text)));
}
