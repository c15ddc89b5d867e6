import { errorMessage, printable, ProxxError } from "@proxx/contract";
import { readText } from "./read-xml.ts";

/** What a storage has refused. */
export interface Refusal {
  readonly status: number;
  /** As S3 has codes; a text of nothing where it gave none. */
  readonly code: string;
  readonly message: string;
}

export function readRefusal(status: number, body: string): Refusal {
  return { status, code: readText(body, "Code") ?? "", message: readText(body, "Message") ?? "" };
}

/** Where it was asked, for the words of an error. */
export interface Place {
  readonly bucket: string;
  readonly endpoint: string;
}

const KEYS = "Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; they have to be those of this storage.";
const TOKEN = "Get new credentials, and set AWS_SESSION_TOKEN together with the keys it came with.";
const REGION = "Set AWS_REGION to the bucket's own region, and AWS_ENDPOINT_URL_S3 where it is not at AWS.";

const REASONS: Readonly<Record<string, { why: string; hint: string }>> = {
  NoSuchBucket: {
    why: "there is no such bucket",
    hint: "Make it, or check its name in `--store`, AWS_ENDPOINT_URL_S3 and AWS_REGION.",
  },
  InvalidBucketName: { why: "it cannot be the name of a bucket", hint: "Check `--store s3://BUCKET/PREFIX`." },
  InvalidAccessKeyId: { why: "the access key is not known there", hint: KEYS },
  SignatureDoesNotMatch: { why: "the secret key is not the one of this access key", hint: KEYS },
  ExpiredToken: { why: "the credentials have expired", hint: TOKEN },
  InvalidToken: { why: "the session token is not valid", hint: TOKEN },
  RequestTimeTooSkewed: {
    why: "the clock of this machine and the storage's differ too much",
    hint: "Set the clock of this machine right, for example by NTP.",
  },
  AccessDenied: {
    why: "the access key may not do this",
    hint: "It needs s3:ListBucket of the bucket, and s3:GetObject, s3:PutObject and s3:AbortMultipartUpload of its objects.",
  },
  PermanentRedirect: { why: "the bucket is in another region", hint: REGION },
  AuthorizationHeaderMalformed: { why: "the bucket is in another region", hint: REGION },
};

/** By the status, where no code came with it: an answer to HEAD has no body. */
const CODE_OF_STATUS: Readonly<Record<number, string>> = { 301: "PermanentRedirect", 403: "AccessDenied" };

export function storeRefused({ status, code, message }: Refusal, { bucket, endpoint }: Place): ProxxError {
  const reason = REASONS[code] ?? (code === "" ? REASONS[CODE_OF_STATUS[status] ?? ""] : undefined);
  const told = [code, printable(message, 200)].filter((text) => text !== "").join(": ");
  const why = reason?.why ?? `the storage answered ${status}${told === "" ? "" : ` (${told})`}`;
  return new ProxxError("store_refused", `The bucket \`${bucket}\` at ${endpoint} cannot be used: ${why}.`, {
    hint: reason?.hint ?? "Look up what the storage says about it.",
  });
}

export function storeUnavailable(why: string, { bucket, endpoint }: Place, cause?: unknown): ProxxError {
  return new ProxxError("store_unavailable", `The bucket \`${bucket}\` at ${endpoint} cannot be reached: ${why}.`, {
    hint: "Check that the storage runs and can be reached from here; what failed can be tried again.",
    retryable: true,
    cause,
  });
}

/** The innermost reason: what is thrown by `fetch` itself says only that it failed. */
export function reasonOf(error: unknown): string {
  let inner = error;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  return errorMessage(inner).replace(/\.$/, "");
}
