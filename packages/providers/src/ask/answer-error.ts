import { ProviderError, quotable, type ProviderErrorCode } from "./provider-error.ts";

export type CallPhase = "upload" | "submit" | "poll" | "cancel" | "download";

/** An answer that is not a success. */
export interface RefusedAnswer {
  status: number;
  /** Parsed where it is JSON, its text otherwise. */
  body: unknown;
  retryAfterMs: number | null;
}

/** What a provider's own error shape says: a sentence, and the code where its own words decide better than the status. */
export interface AnswerReading {
  reason: string | null;
  code?: ProviderErrorCode | undefined;
  retryAfterMs?: number | null | undefined;
  hint?: string | undefined;
}

export type AnswerReader = (answer: RefusedAnswer) => AnswerReading;

export function errorForAnswer(
  call: { provider: string; phase: CallPhase; apiKey: string; read: AnswerReader },
  answer: RefusedAnswer,
): ProviderError {
  const reading = call.read(answer);
  const code = reading.code ?? codeForStatus(answer.status, call.phase);
  const reason = reading.reason === null ? "" : `: ${quotable(reading.reason, call.apiKey)}`;
  return new ProviderError(call.provider, code, `${call.provider} ${SAYS[code]} (${answer.status})${reason}`, {
    status: answer.status,
    retryAfterMs: reading.retryAfterMs ?? answer.retryAfterMs,
    hint: reading.hint ?? hintFor(answer.status, call.phase),
  });
}

function codeForStatus(status: number, phase: CallPhase): ProviderErrorCode {
  if (status === 401 || status === 403) return "provider_key_refused";
  if (status === 402) return "provider_refused";
  if (status === 410 || (status === 404 && (phase === "poll" || phase === "download"))) return "result_expired";
  if (status === 408 || status === 425) return "provider_unavailable";
  if (status === 429) return "provider_rate_limited";
  return status >= 500 ? "provider_unavailable" : "provider_failed";
}

function hintFor(status: number, phase: CallPhase): string | undefined {
  if (status === 404 && phase === "submit") return "Check the model's id, and that the key may use the model.";
  if (status === 413) return "Send smaller media: shorter, or of a lower resolution.";
  return undefined;
}

const SAYS: Record<ProviderErrorCode, string> = {
  provider_failed: "could not do it",
  provider_key_refused: "refuses the key",
  provider_rate_limited: "asks to slow down",
  provider_refused: "refuses the request",
  provider_timeout: "takes too long",
  provider_unavailable: "is not available",
  result_expired: "no longer has it",
  result_unusable: "answered with nothing usable",
};
