import { describeValue, parseJsonDocument, ProxxError, webhookBodySchema, type WebhookBody } from "@proxx/contract";
import { readDocument } from "../client/read-document.ts";

/** `Headers`, or an object as Node's `request.headers`. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerifyWebhookOptions {
  /** The body exactly as it came: what a parser has read and written again has another signature. */
  body: string | Uint8Array<ArrayBuffer>;
  headers: WebhookHeaders;
  /** The `webhookSecret` that was given to `execute`. */
  secret: string;
  /** How far the time of sending may be from now, either way. @default 300 */
  toleranceSeconds?: number;
  /** Milliseconds since 1970. @default Date.now */
  now?: () => number;
}

/**
 * Proves that a webhook comes from whom the secret was given to, and gives what it says. The headers of Standard Webhooks,
 * where there are any, have to be right: they say when it was sent. Where `X-Webhook-Signature` stands alone the time is
 * that of the execution's end. Rejects with the code `webhook_invalid`.
 *
 * @example
 * app.post("/webhook", async (request) => {
 *   const { status, video } = await verifyWebhook({
 *     body: await request.text(),
 *     headers: request.headers,
 *     secret: process.env.WEBHOOK_SECRET,
 *   });
 * });
 */
export async function verifyWebhook(options: VerifyWebhookOptions): Promise<WebhookBody> {
  const { secret, toleranceSeconds = 300, now = Date.now } = options;
  checkOptions(options, toleranceSeconds);
  const body = typeof options.body === "string" ? new TextEncoder().encode(options.body) : options.body;
  const header = (name: string) => readHeader(options.headers, name);
  const [id, timestamp, signatures] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map(header);
  if (id !== undefined || timestamp !== undefined || signatures !== undefined) {
    if (!id || !timestamp || !signatures) throw invalid("Some of the headers of Standard Webhooks are missing.");
    await verifyStandard({ id, timestamp, signatures, body, secret });
    checkAge(Number(timestamp) * 1000, toleranceSeconds, now());
    return readBody(body);
  }
  await verifyHex(header("x-webhook-signature"), body, secret);
  const read = readBody(body);
  checkAge(Date.parse(read.completedAt), toleranceSeconds, now());
  return read;
}

interface StandardWebhook {
  id: string;
  timestamp: string;
  signatures: string;
  body: Uint8Array<ArrayBuffer>;
  secret: string;
}

async function verifyStandard({ id, timestamp, signatures, body, secret }: StandardWebhook): Promise<void> {
  if (!/^\d{1,12}$/.test(timestamp)) throw invalid("Its timestamp is not a number of seconds.");
  const signed = concatenate(new TextEncoder().encode(`${id}.${timestamp}.`), body);
  const key = await importKey(standardKey(secret));
  // Several while a secret is being changed; versions other than ours are not for us.
  for (const signature of signatures.split(" ")) {
    const encoded = /^v1,([A-Za-z0-9+/]{43}=)$/.exec(signature)?.[1];
    if (encoded !== undefined && (await isSigned(key, decodeBase64(encoded), signed))) return;
  }
  throw invalid("Its signature is not made with this secret over this body.");
}

async function verifyHex(signature: string | undefined, body: Uint8Array<ArrayBuffer>, secret: string): Promise<void> {
  if (signature === undefined) throw invalid("It is not signed.");
  const bytes = /^[0-9a-f]{64}$/i.test(signature) ? decodeHex(signature) : null;
  if (bytes !== null && (await isSigned(await importKey(new TextEncoder().encode(secret)), bytes, body))) return;
  throw invalid("Its signature is not made with this secret over this body.");
}

type HmacKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** By WebCrypto itself, which compares in constant time. */
function isSigned(key: HmacKey, signature: Uint8Array<ArrayBuffer>, signed: Uint8Array<ArrayBuffer>) {
  return crypto.subtle.verify("HMAC", key, signature, signed);
}

function importKey(bytes: Uint8Array<ArrayBuffer>): Promise<HmacKey> {
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
}

/** A secret in the standard's form is base64; every other one is used as it is written. */
function standardKey(secret: string): Uint8Array<ArrayBuffer> {
  const encoded = /^whsec_([A-Za-z0-9+/]+)={0,2}$/.exec(secret)?.[1];
  return encoded === undefined ? new TextEncoder().encode(secret) : decodeBase64(encoded);
}

function decodeBase64(encoded: string): Uint8Array<ArrayBuffer> {
  const digits = encoded.replace(/=+$/, "");
  // A digit that is left over says nothing, and `atob` refuses it.
  const whole = digits.length % 4 === 1 ? digits.slice(0, -1) : digits;
  return Uint8Array.from(atob(whole), (character) => character.charCodeAt(0));
}

function decodeHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  );
}

function concatenate(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}

function checkAge(sentAt: number, toleranceSeconds: number, now: number): void {
  // Written so that a time that cannot be read, which is NaN, is refused.
  if (Math.abs(now - sentAt) <= toleranceSeconds * 1000) return;
  throw invalid(`It was not sent within ${toleranceSeconds} s of now.`);
}

function readBody(body: Uint8Array): WebhookBody {
  const parsed = parseJsonDocument(body);
  if (!parsed.ok) throw invalid("Its body is not JSON.");
  try {
    return readDocument(webhookBodySchema, parsed.value);
  } catch (cause) {
    throw invalid("Its body is not that of a webhook of Proxx.", cause);
  }
}

function readHeader(headers: WebhookHeaders, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const found = Object.entries(headers).filter(([key, value]) => key.toLowerCase() === name && value !== undefined);
  const values = found.flatMap(([, value]) => value ?? []);
  if (values.length > 1) throw invalid(`Its header \`${name}\` stands more than once.`);
  return values[0];
}

function checkOptions({ body, headers, secret }: VerifyWebhookOptions, toleranceSeconds: number): void {
  if (typeof body !== "string" && !(body instanceof Uint8Array)) {
    throw new TypeError(
      `Expected \`body\` to be what was received, as a string or bytes, before any parser, got ${describeValue(body)}`,
    );
  }
  if (typeof headers !== "object" || headers === null) {
    throw new TypeError(`Expected \`headers\` to be those of the request, got ${describeValue(headers)}`);
  }
  if (typeof secret !== "string" || secret === "") throw new TypeError("Expected `secret` to be a non-empty string");
  if (!(toleranceSeconds >= 0)) {
    throw new TypeError(`Expected \`toleranceSeconds\` to be a non-negative number, got \`${toleranceSeconds}\``);
  }
}

function invalid(why: string, cause?: unknown): ProxxError {
  return new ProxxError("webhook_invalid", `The webhook is not genuine. ${why}`, {
    hint: "Answer it with 400 and do nothing; check that the secret is that of the execution and the body untouched.",
    cause,
  });
}
