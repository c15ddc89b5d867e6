import { z } from "zod";
import type { AnswerReading, RefusedAnswer } from "../ask/answer-error.ts";
import { isRefusal } from "../ask/refusal.ts";

const bodySchema = z.object({ title: z.string().optional(), detail: z.string().optional() });

/** Replicate answers with a problem document: `{ "title", "detail", "status" }`. */
export function readReplicateAnswer({ status, body }: RefusedAnswer): AnswerReading {
  const problem = bodySchema.safeParse(body);
  const reason = problem.success ? (problem.data.detail ?? problem.data.title ?? null) : null;
  if (status < 500 && reason !== null && isRefusal(reason)) return { reason, code: "provider_refused" };
  if (status === 404) {
    return {
      reason,
      hint: "Check the model's id. A model that is not one of Replicate's official ones needs its version: `owner/name:version`.",
    };
  }
  if (status === 402) return { reason, hint: "Add credit to the Replicate account." };
  return { reason };
}
