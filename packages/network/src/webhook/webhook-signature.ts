import { createHmac } from "node:crypto";

export interface SignWebhookOptions {
  /** The same for every attempt to deliver one message. */
  id: string;
  /** Of this attempt. */
  timestampSeconds: number;
  /** Exactly what is sent. */
  body: string;
  secret: string;
  /** The one before it, while receivers change to the new one: the standard's header then has a signature with each. @default none */
  previousSecret?: string | null | undefined;
}

/**
 * The headers that prove where a webhook comes from: `X-Webhook-Signature` over the body alone, and those of Standard
 * Webhooks, which also cover id and time. A secret `whsec_<base64>` is decoded for the latter, as its specification says;
 * every other secret is used as it is written.
 */
export function signWebhook(options: SignWebhookOptions): Record<string, string> {
  const { id, timestampSeconds, body, secret, previousSecret = null } = options;
  if (!/^[\x21-\x2d\x2f-\x7e]+$/.test(id))
    throw new TypeError("Expected `id` to be of visible ASCII characters without a full stop");
  if (!Number.isSafeInteger(timestampSeconds) || timestampSeconds < 0)
    throw new TypeError(`Expected \`timestampSeconds\` to be a non-negative integer, got \`${timestampSeconds}\``);
  if (secret === "" || previousSecret === "") throw new TypeError("Expected `secret` not to be empty");
  const signed = `${id}.${timestampSeconds}.${body}`;
  const secrets = previousSecret === null ? [secret] : [secret, previousSecret];
  const signatures = secrets.map((one) => createHmac("sha256", standardKey(one)).update(signed).digest("base64"));
  return {
    "X-Webhook-Signature": createHmac("sha256", secret).update(body).digest("hex"),
    "webhook-id": id,
    "webhook-timestamp": String(timestampSeconds),
    "webhook-signature": signatures.map((signature) => `v1,${signature}`).join(" "),
  };
}

function standardKey(secret: string): string | Buffer {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  return encoded === undefined ? secret : Buffer.from(encoded, "base64");
}
