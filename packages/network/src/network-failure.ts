import { ProxxError, type ProxxErrorCode } from "@proxx/contract";

/** What is being reached for; it decides the codes and the words of what goes wrong. */
export type NetworkPurpose = "source" | "result" | "webhook";

interface Wording {
  noun: string;
  forbidden: ProxxErrorCode;
  unreachable: ProxxErrorCode;
  missing: ProxxErrorCode;
  missingHint: string;
  missingStatuses: readonly number[];
  tooLarge: ProxxErrorCode;
  refusedType: ProxxErrorCode;
  allowHint: string;
}

/** By the names that whoever runs plans knows: an option of the SDK's `execute`, one of the command line. */
const ALLOW_SOURCES =
  "Where private addresses may be fetched from, say so: `allowPrivateSources: true`, on the command line `--allow-private-sources`.";

const WORDING: Readonly<Record<NetworkPurpose, Wording>> = {
  source: {
    noun: "source",
    forbidden: "source_forbidden",
    unreachable: "source_unreachable",
    missing: "source_missing",
    missingHint: "Check the address; the server says that nothing is there.",
    missingStatuses: [404, 410],
    tooLarge: "source_too_large",
    refusedType: "media_unsupported",
    allowHint: ALLOW_SOURCES,
  },
  result: {
    noun: "provider's result",
    forbidden: "source_forbidden",
    unreachable: "provider_unavailable",
    missing: "result_expired",
    missingHint: "Providers keep a result for a while only. Run the job again to have it made anew.",
    // A signed address that has expired is answered with 403 by the object stores.
    missingStatuses: [403, 404, 410],
    tooLarge: "source_too_large",
    refusedType: "result_unusable",
    allowHint: "Results are fetched from public addresses, and from those that the operator has set for a provider.",
  },
  webhook: {
    noun: "webhook",
    forbidden: "webhook_invalid",
    unreachable: "webhook_undelivered",
    missing: "webhook_undelivered",
    missingHint: "Check the webhook's address; the server says that nothing is there.",
    missingStatuses: [404, 410],
    tooLarge: "webhook_undelivered",
    refusedType: "webhook_undelivered",
    allowHint:
      "Where private addresses may be told, say so: `allowPrivateWebhooks: true`, or `--allow-private-webhooks` of a server.",
  },
};

/** What a failure is told about. */
export interface Target {
  purpose: NetworkPurpose;
  /** Null where there is no address that could be named. */
  url: URL | null;
}

/** Thrown where a connection is made, which does not know what it is for; `toNetworkFailure` says it in full. */
export class AddressRefused extends Error {
  constructor(host: string, address: string) {
    super(
      host === address ? `${host} is not a public address` : `${host} is at ${address}, which is not a public address`,
    );
  }
}

export function forbidden(target: Target, why: string, hint?: string): ProxxError {
  const { forbidden: code, allowHint } = WORDING[target.purpose];
  return new ProxxError(code, `${describe(target)} is refused: ${why}.`, { hint: hint ?? allowHint });
}

export function refusedAddress(target: Target, refusal: AddressRefused): ProxxError {
  return forbidden(target, refusal.message);
}

export function unreachable(
  target: Target,
  why: string,
  options: { retryable: boolean; hint?: string; cause?: unknown },
): ProxxError {
  return new ProxxError(WORDING[target.purpose].unreachable, `${describe(target)} cannot be reached: ${why}.`, {
    hint: options.hint ?? (options.retryable ? "Try again later." : "Check the address."),
    retryable: options.retryable,
    cause: options.cause,
  });
}

export function tooLarge(target: Target, maxBytes: number): ProxxError {
  return new ProxxError(WORDING[target.purpose].tooLarge, `${describe(target)} is larger than ${maxBytes} bytes.`, {
    hint: "Use a smaller file, or have the limit raised.",
  });
}

export function refusedType(target: Target, mediaType: string | null): ProxxError {
  const { refusedType: code } = WORDING[target.purpose];
  return new ProxxError(code, `${describe(target)} is ${mediaType ?? "of no declared type"}, which is not accepted.`, {
    hint: "The address must give the media file itself, not a page about it.",
  });
}

export function statusFailure(target: Target, status: number): ProxxError {
  const { missing, missingStatuses, missingHint } = WORDING[target.purpose];
  if (missingStatuses.includes(status))
    return new ProxxError(missing, `${describe(target)} is not there: the server answered ${status}.`, {
      hint: missingHint,
    });
  return unreachable(target, `the server answered ${status}`, {
    retryable: status >= 500 || [408, 425, 429].includes(status),
    ...(status === 401 || status === 403 ? { hint: "The address needs a sign-in; use one that does not." } : {}),
  });
}

export function aborted(target: Target): ProxxError {
  return new ProxxError("aborted", `Reaching the ${WORDING[target.purpose].noun} was aborted.`, {
    hint: "Start it again.",
  });
}

/** What went wrong below, said as what it means for the one who asked. */
export function toNetworkFailure(error: unknown, target: Target): Error {
  const known = findCause(error, (cause) => cause instanceof ProxxError);
  if (known instanceof ProxxError) return known;
  const refusal = findCause(error, (cause) => cause instanceof AddressRefused);
  if (refusal instanceof AddressRefused) return refusedAddress(target, refusal);
  if (!(error instanceof Error)) return unreachable(target, String(error), { retryable: true, cause: error });
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "UND_ERR_INVALID_ARG") return error;
  if (code === "ENOSPC" || code === "EDQUOT")
    return new ProxxError("disk_full", `There is no room for the ${WORDING[target.purpose].noun}.`, {
      hint: "Free space on the disk that holds the work folder.",
      cause: error,
    });
  const isCertificate = /CERT|SIGNATURE|ISSUER/.test(code);
  return unreachable(target, (error.message || code || error.name).replace(/\.$/, ""), {
    retryable: !isCertificate,
    cause: error,
    ...(isCertificate ? { hint: "The server's certificate is not trusted." } : {}),
  });
}

function findCause(error: unknown, matches: (cause: Error) => boolean): Error | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (matches(cause)) return cause;
  return null;
}

function describe({ purpose, url }: Target): string {
  const { noun } = WORDING[purpose];
  if (url === null) return `The ${noun}`;
  // Queries carry signatures, and the paths of webhooks are often secrets themselves.
  return `The ${noun} ${url.origin === "null" ? url.protocol : url.origin}${purpose === "webhook" ? "" : url.pathname}`;
}
