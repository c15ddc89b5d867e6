import { ProxxError } from "@proxx/contract";
import type { z } from "zod";

/** Providers sign the time; what is older was recorded and is being played back. */
const TOLERANCE_MS = 5 * 60_000;

export function requireFresh(provider: string, timestamp: string, now: () => number): void {
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
  if (!(Math.abs(now() - seconds * 1000) <= TOLERANCE_MS)) throw webhookInvalid(provider, "it was not sent just now");
}

export function parseWebhookBody<T>(provider: string, body: Uint8Array, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(body));
  } catch (error) {
    throw webhookInvalid(provider, "its body is no JSON", error);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw webhookInvalid(provider, "its body says nothing of a job");
  return parsed.data;
}

export function webhookInvalid(provider: string, why: string, cause?: unknown): ProxxError {
  return new ProxxError("webhook_invalid", `This is no webhook of ${provider}: ${why}.`, {
    hint: "Check the signing secret, and that the body reaches Proxx byte for byte.",
    cause,
  });
}
