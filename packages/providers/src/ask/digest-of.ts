import { createHash } from "node:crypto";
import { canonicalJson } from "@proxx/contract";
import type { SentRequest } from "../provider.ts";

/** By which what a provider says that it was sent is known again, however it writes it. */
export function digestOf(input: unknown): string {
  return createHash("sha256").update(canonicalJson(input)).digest("hex");
}

/** Whether what a provider was sent, at any time and by whomever, is that. */
export function isSent(input: unknown, { digest }: SentRequest): boolean {
  try {
    return digestOf(input) === digest;
  } catch (error) {
    // What cannot be written canonically was sent by somebody else.
    if (error instanceof TypeError) return false;
    throw error;
  }
}
