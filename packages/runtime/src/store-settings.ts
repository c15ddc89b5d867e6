import { ProxxError } from "@proxx/contract";
import type { S3Settings } from "@proxx/storage";

type Variables = Readonly<Record<string, string | undefined>>;

const EXAMPLE = "Write it as in `s3://films/proxx`: the bucket, and what all keys in it begin with.";

/** Where a bucket is, by its address and by the variables that the tools of AWS have for the rest. */
export function readStoreSettings(address: string, environment: Variables): S3Settings {
  const [, bucket = "", path = ""] = /^s3:\/\/([^/]*)(?:\/(.*))?$/.exec(address.trim()) ?? [];
  const parts = path.split("/").filter(Boolean);
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) || parts.some((part) => part === "." || part === "..")) {
    throw invalid(`The store ${JSON.stringify(address)} is no address of a bucket.`, EXAMPLE);
  }
  const variable = (...names: string[]) => names.map((name) => environment[name]?.trim()).find(Boolean) ?? null;
  const region = variable("AWS_REGION", "AWS_DEFAULT_REGION") ?? "us-east-1";
  const own = readEndpoint(variable("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"));
  const accessKeyId = variable("AWS_ACCESS_KEY_ID");
  const secretAccessKey = variable("AWS_SECRET_ACCESS_KEY");
  if (accessKeyId === null || secretAccessKey === null) {
    const missing = accessKeyId === null ? "AWS_ACCESS_KEY_ID" : "AWS_SECRET_ACCESS_KEY";
    throw invalid(
      `The store ${address} needs keys, and ${missing} is not set.`,
      "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, with AWS_SESSION_TOKEN where they were lent; files of profiles are not read.",
    );
  }
  return {
    bucket,
    prefix: parts.map((part) => `${part}/`).join(""),
    endpoint: own ?? `https://s3.${region}.amazonaws.com`,
    // A certificate of AWS is good for one name before its own, and a bucket with dots is several.
    pathStyle: own !== null || bucket.includes("."),
    region,
    credentials: { accessKeyId, secretAccessKey, sessionToken: variable("AWS_SESSION_TOKEN") },
  };
}

function readEndpoint(text: string | null): string | null {
  if (text === null) return null;
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.search === "") {
    return url.href.replace(/\/+$/, "");
  }
  // Not quoted: a password may stand in it.
  throw invalid("AWS_ENDPOINT_URL_S3 is no address.", "Write a whole URL, such as `http://localhost:9000`.");
}

function invalid(message: string, hint: string): ProxxError {
  return new ProxxError("invalid_document", message, { hint });
}
