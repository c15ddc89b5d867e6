import { z } from "zod";
import type { AnswerReading, RefusedAnswer } from "../ask/answer-error.ts";
import { isRefusal } from "../ask/refusal.ts";

const errorSchema = z.object({
  error: z.object({
    message: z.string().nullish(),
    status: z.string().nullish(),
    details: z.array(z.object({ reason: z.string().nullish(), retryDelay: z.string().nullish() })).nullish(),
  }),
});
const bodySchema = z.union([errorSchema, z.tuple([errorSchema]).transform(([first]) => first)]);

/** `{ "error": { code, message, status, details } }`. A wrong key is a 400 here, told by a detail's reason. */
export function readGoogleAnswer({ status, body }: RefusedAnswer): AnswerReading {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return { reason: null };
  const { message, details } = parsed.data.error;
  const reason = message ?? null;
  const reasons = (details ?? []).map((detail) => detail.reason ?? "");
  if (reasons.includes("API_KEY_INVALID") || /api key (not valid|expired)/i.test(reason ?? "")) {
    return { reason, code: "provider_key_refused" };
  }
  if (status === 401 || status === 403) {
    return {
      reason,
      hint: "Veo and Imagen need a key of Google Cloud with the platform's API enabled; Omni and Gemini need one of the Gemini API.",
    };
  }
  if (status < 429 && isRefusal(reason ?? "")) return { reason, code: "provider_refused" };
  const delay = /^(\d+(?:\.\d+)?)s$/.exec((details ?? []).find(({ retryDelay }) => retryDelay)?.retryDelay ?? "")?.[1];
  return { reason, retryAfterMs: delay === undefined ? null : Number(delay) * 1000 };
}
