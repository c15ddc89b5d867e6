import { z } from "zod";
import type { AnswerReading, RefusedAnswer } from "../ask/answer-error.ts";
import { isRefusal } from "../ask/refusal.ts";

const bodySchema = z.object({
  error: z.union([
    z.string(),
    z.object({
      message: z.string().nullish(),
      code: z.union([z.string(), z.number()]).nullish(),
      type: z.string().nullish(),
    }),
  ]),
});

const REFUSED = new Set(["moderation_blocked", "content_policy_violation", "image_generation_user_error"]);
const UNPAID = new Set(["insufficient_quota", "billing_hard_limit_reached", "billing_not_active"]);

/** `{ "error": { message, type, code } }`. The code decides: an empty account is a 429 here, like too many calls. */
export function readOpenaiAnswer({ status, body }: RefusedAnswer): AnswerReading {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return { reason: null };
  const { error } = parsed.data;
  if (typeof error === "string") return { reason: error };
  const reason = error.message ?? null;
  const codes = [String(error.code ?? ""), error.type ?? ""];
  if (codes.some((code) => UNPAID.has(code))) {
    return { reason, code: "provider_refused", hint: "Look at the account's balance and limits." };
  }
  if (codes.some((code) => REFUSED.has(code)) || (status === 400 && isRefusal(reason ?? ""))) {
    return { reason, code: "provider_refused" };
  }
  return { reason };
}
