import { z } from "zod";
import type { AnswerReading, RefusedAnswer } from "../ask/answer-error.ts";
import { isRefusal } from "../ask/refusal.ts";

const bodySchema = z.object({
  detail: z.union([
    z.string(),
    z.object({ status: z.string().nullish(), code: z.string().nullish(), message: z.string().nullish() }),
    z.array(z.object({ msg: z.string() })),
  ]),
});

/** `{ "detail": { "status": "quota_exceeded", "message": … } }`: an empty account is a 401 here, like a wrong key. */
export function readElevenlabsAnswer({ status, body }: RefusedAnswer): AnswerReading {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return { reason: null };
  const { detail } = parsed.data;
  if (typeof detail === "string") return { reason: detail };
  if (Array.isArray(detail)) return { reason: detail.map(({ msg }) => msg).join("; ") };
  const reason = detail.message ?? detail.status ?? null;
  const code = detail.status ?? detail.code ?? "";
  if (code === "quota_exceeded") {
    return { reason, code: "provider_refused", hint: "Look at the account's credits." };
  }
  if (code === "detected_unusual_activity" || code === "content_against_policy" || code === "unsafe_content") {
    return { reason, code: "provider_refused" };
  }
  if (code === "too_many_concurrent_requests" || code === "system_busy")
    return { reason, code: "provider_rate_limited" };
  if (status < 500 && isRefusal(reason ?? "")) return { reason, code: "provider_refused" };
  return { reason };
}
