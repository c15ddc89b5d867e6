import { createHash, createPublicKey, verify } from "node:crypto";
import { z } from "zod";
import type { WebhookRequest, WebhookNews, WebhookTrust } from "../provider-webhook.ts";
import { ProviderError } from "../ask/provider-error.ts";
import { readBody } from "../ask/read-body.ts";
import { parseWebhookBody, requireFresh, webhookInvalid } from "../ask/webhook-checks.ts";
import { atBase } from "./fal-base.ts";

const bodySchema = z.object({ request_id: z.string().regex(/^[\w-]{1,200}$/), status: z.string() });
const keysSchema = z.object({
  keys: z.array(z.object({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string() })),
});

/** fal signs with Ed25519, over its own headers and the hash of the body, with keys that it publishes. */
export async function parseFalWebhook({ headers, body }: WebhookRequest, trust: WebhookTrust): Promise<WebhookNews> {
  const requestId = headers.get("x-fal-webhook-request-id");
  const userId = headers.get("x-fal-webhook-user-id");
  const timestamp = headers.get("x-fal-webhook-timestamp");
  const signature = headers.get("x-fal-webhook-signature");
  if (requestId === null || userId === null || timestamp === null || signature === null) {
    throw webhookInvalid("fal", "it is not signed");
  }
  requireFresh("fal", timestamp, trust.now ?? Date.now);
  const hash = createHash("sha256").update(body).digest("hex");
  const message = Buffer.from([requestId, userId, timestamp, hash].join("\n"));
  const signed = (await publicKeys(trust)).some((key) => verify(null, message, key, Buffer.from(signature, "hex")));
  if (!signed) throw webhookInvalid("fal", "its signature is not right");
  const said = parseWebhookBody("fal", body, bodySchema);
  return { provider: "fal", id: said.request_id, state: said.status === "OK" ? "done" : "failed" };
}

async function publicKeys({ fetch, baseUrl }: WebhookTrust) {
  const address = atBase("https://rest.fal.ai/.well-known/jwks.json", baseUrl);
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(30_000) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const { keys } = keysSchema.parse(JSON.parse(new TextDecoder().decode(await readBody(response, 1024 * 1024))));
    return keys.map((key) => createPublicKey({ key, format: "jwk" }));
  } catch (error) {
    throw new ProviderError("fal", "provider_unavailable", "fal's public keys cannot be read.", { cause: error });
  }
}
