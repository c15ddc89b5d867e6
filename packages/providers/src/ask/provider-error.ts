import { printable, ProxxError, type ProxxErrorCode } from "@proxx/contract";

export type ProviderErrorCode = Extract<
  ProxxErrorCode,
  | "provider_failed"
  | "provider_key_refused"
  | "provider_rate_limited"
  | "provider_refused"
  | "provider_timeout"
  | "provider_unavailable"
  | "result_expired"
  | "result_unusable"
>;

export interface ProviderErrorOptions {
  hint?: string | undefined;
  /** @default what the code says: true for provider_rate_limited, provider_unavailable and result_expired */
  retryable?: boolean | undefined;
  cause?: unknown;
  /** The status of the answer, where there was one. */
  status?: number | null | undefined;
  /** How long the provider asks to be left alone. */
  retryAfterMs?: number | null | undefined;
}

/** As every error of Proxx has one: the error may come from another copy of this module. */
const MARK = Symbol.for("proxx.provider-error");

/** What went wrong at a provider. Its texts are made by Proxx and never hold a key, a header or a client's own error. */
export class ProviderError extends ProxxError {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && MARK in value;
  }

  override readonly name = "ProviderError";
  readonly provider: string;
  readonly status: number | null;
  readonly retryAfterMs: number | null;

  constructor(provider: string, code: ProviderErrorCode, message: string, options: ProviderErrorOptions = {}) {
    super(code, message, {
      hint: options.hint ?? HINTS[code],
      retryable: options.retryable ?? RETRYABLE.has(code),
      cause: options.cause,
    });
    this.provider = provider;
    this.status = options.status ?? null;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }

  get [MARK](): true {
    return true;
  }
}

const RETRYABLE: ReadonlySet<string> = new Set(["provider_rate_limited", "provider_unavailable", "result_expired"]);

const HINTS: Record<ProviderErrorCode, string> = {
  provider_failed: "Change what the message names, or take another model.",
  provider_key_refused: "Check the provider's API key and what it is allowed to do.",
  provider_rate_limited: "Wait a little, or ask the provider for a higher limit.",
  provider_refused: "Change the prompt or the media, or look at the account's balance, as the message says.",
  provider_timeout: "Raise the job's time limit, or take a faster model.",
  provider_unavailable: "Try again later; the provider's status page tells more.",
  result_expired: "Run the job again: the provider no longer has this result.",
  result_unusable: "Run the job again, or take another model.",
};

const MAX_REASON_LENGTH = 400;

/** Foreign text, fit to be quoted: one line, of bounded length, without the key. */
export function quotable(text: string, apiKey: string): string {
  return printable(redact(text, apiKey).trim(), MAX_REASON_LENGTH);
}

// Providers quote requests back, and clients quote headers; so the key is cut out of whatever they say.
function redact(text: string, apiKey: string): string {
  let redacted = text;
  for (const secret of new Set([apiKey, encodeURIComponent(apiKey), JSON.stringify(apiKey).slice(1, -1)])) {
    // A shorter "key" is a stand-in such as "none", and would cut words to pieces.
    if (secret.length >= 6) redacted = redacted.replaceAll(secret, "[key]");
  }
  return redacted;
}
