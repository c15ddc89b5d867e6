import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { WebhookRequest, WebhookNews, WebhookTrust } from "../provider-webhook.ts";
import { parseWebhookBody, requireFresh, webhookInvalid } from "../ask/webhook-checks.ts";

const bodySchema = z.object({ id: z.string().regex(/^[\w-]{1,200}$/), status: z.string() });

/** Replicate signs as Standard Webhooks does: `v1,base64(HMAC-SHA256(secret, id.timestamp.body))`. */
export async function parseReplicateWebhook(
  { headers, body }: WebhookRequest,
  trust: WebhookTrust,
): Promise<WebhookNews> {
  if (trust.secret === undefined || trust.secret === "") {
    throw new TypeError("Expected `secret` to be the webhook signing secret of the Replicate account.");
  }
  const id = headers.get("webhook-id");
  const timestamp = headers.get("webhook-timestamp");
  const signatures = headers.get("webhook-signature");
  if (id === null || timestamp === null || signatures === null) throw webhookInvalid("replicate", "it is not signed");
  const key = Buffer.from(trust.secret.replace(/^whsec_/, ""), "base64");
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
  const signed = signatures
    .split(" ")
    .some((signature) => signature.startsWith("v1,") && same(Buffer.from(signature.slice(3), "base64"), expected));
  if (!signed) throw webhookInvalid("replicate", "its signature is not right");
  requireFresh("replicate", timestamp, trust.now ?? Date.now);
  const prediction = parseWebhookBody("replicate", body, bodySchema);
  return { provider: "replicate", id: prediction.id, state: stateOf(prediction.status) };
}

function same(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function stateOf(status: string): WebhookNews["state"] {
  if (status === "succeeded") return "done";
  return status === "failed" || status === "canceled" || status === "aborted" ? "failed" : "running";
}
