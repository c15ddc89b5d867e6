import { z } from "zod";
import type { AnswerReading, RefusedAnswer } from "../ask/answer-error.ts";
import { isRefusal } from "../ask/refusal.ts";

const faultSchema = z.object({ msg: z.string(), type: z.string().nullish(), loc: z.array(z.unknown()).nullish() });
const bodySchema = z.object({
  detail: z.union([z.string(), z.array(faultSchema)]).optional(),
  message: z.string().optional(),
  error: z.string().optional(),
});

/** fal answers with `{ "detail": "…" }`, or with one entry for each fault: `{ "detail": [{ loc, msg, type }] }`. */
export function readFalAnswer({ status, body }: RefusedAnswer): AnswerReading {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return { reason: null };
  const { detail, message, error } = parsed.data;
  const faults = Array.isArray(detail) ? detail : [];
  const reason = typeof detail === "string" ? detail : (sentence(faults) ?? message ?? error ?? null);
  if (faults.some(({ type }) => type === "content_policy_violation") || (status < 500 && isRefusal(reason ?? ""))) {
    return { reason, code: "provider_refused" };
  }
  if (/exhausted balance|user is locked|insufficient (balance|credit)/i.test(reason ?? "")) {
    return { reason, code: "provider_refused", hint: "Top up the fal account." };
  }
  // Their machines fail with 422 too when a file that was passed on cannot be fetched or read in time.
  if (faults.some(({ type }) => type === "generation_timeout" || type === "downstream_service_unavailable")) {
    return { reason, code: "provider_unavailable" };
  }
  return { reason };
}

function sentence(faults: readonly z.infer<typeof faultSchema>[]): string | null {
  if (faults.length === 0) return null;
  return faults
    .map(({ msg, loc }) => {
      const place = (loc ?? [])
        .filter((part) => part !== "body")
        .map(String)
        .join(".");
      return place === "" ? msg : `${place}: ${msg}`;
    })
    .join("; ");
}
