import { createHash, createHmac } from "node:crypto";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of credentials that were lent for a while. */
  readonly sessionToken: string | null;
}

export interface UnsignedRequest {
  readonly method: string;
  /** With its path and its query written as they are sent. */
  readonly url: URL;
  /** Lower-case names. All of them are signed. */
  readonly headers: Readonly<Record<string, string>>;
  /** SHA-256 of the body, in hex. */
  readonly bodySha256: string;
}

/**
 * The headers of a request with AWS Signature Version 4, as S3 takes it: the path is encoded once, and the body's hash is a
 * header of its own, so that the server refuses bytes that were altered on their way.
 */
export function signRequest(
  { method, url, headers, bodySha256 }: UnsignedRequest,
  { credentials, region, nowMs }: { credentials: Credentials; region: string; nowMs: number },
): Record<string, string> {
  const time = new Date(nowMs).toISOString().replace(/[-:]|\.\d{3}/g, "");
  const day = time.slice(0, 8);
  const signed: Record<string, string> = {
    ...headers,
    host: url.host,
    "x-amz-content-sha256": bodySha256,
    "x-amz-date": time,
    ...(credentials.sessionToken === null ? {} : { "x-amz-security-token": credentials.sessionToken }),
  };
  const names = Object.keys(signed).toSorted();
  const scope = `${day}/${region}/s3/aws4_request`;
  const canonical = [
    method,
    url.pathname,
    canonicalQuery(url),
    ...names.map((name) => `${name}:${signed[name]?.trim().replace(/ +/g, " ")}`),
    "",
    names.join(";"),
    bodySha256,
  ].join("\n");
  const text = ["AWS4-HMAC-SHA256", time, scope, createHash("sha256").update(canonical).digest("hex")].join("\n");
  const key = [day, region, "s3", "aws4_request"].reduce(hmac, Buffer.from(`AWS4${credentials.secretAccessKey}`));
  const signature = hmac(key, text).toString("hex");
  const { host: _host, ...sent } = signed;
  const credential = `${credentials.accessKeyId}/${scope}`;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(";")}, Signature=${signature}`,
  };
}

/** As RFC 3986 has it: what `encodeURIComponent` leaves is encoded too. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** In order of the names; the SDKs of AWS, and servers, take a query apart by `&` and `=` as well. */
function canonicalQuery(url: URL): string {
  const parts = url.search.slice(1).split("&").filter(Boolean);
  return parts
    .map((part) => (part.includes("=") ? part : `${part}=`))
    .toSorted()
    .join("&");
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
