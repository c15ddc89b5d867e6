import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { encodeStrictly, signRequest } from "./sign-request.ts";

// The examples of the documentation of Amazon S3, "Authenticating Requests: Using the Authorization Header".
const ABOUT = {
  credentials: {
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    sessionToken: null,
  },
  region: "us-east-1",
  nowMs: Date.parse("2013-05-24T00:00:00Z"),
};
const NOTHING = createHash("sha256").digest("hex");

function signatureOf(method: string, path: string, headers: Record<string, string> = {}, bodySha256 = NOTHING) {
  const url = new URL(path, "https://examplebucket.s3.amazonaws.com");
  return signRequest({ method, url, headers, bodySha256 }, ABOUT)["authorization"]?.split("Signature=")[1];
}

test("signs a part of an object that is asked for", () => {
  expect(signatureOf("GET", "/test.txt", { range: "bytes=0-9" })).toBe(
    "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  );
});

test("signs an object that is sent, by the hash of its bytes", () => {
  const sha256 = createHash("sha256").update("Welcome to Amazon S3.").digest("hex");
  const headers = { date: "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY" };
  expect(signatureOf("PUT", `/${encodeStrictly("test$file.text")}`, headers, sha256)).toBe(
    "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
  );
});

test("signs a query, with names that have no value too", () => {
  expect(signatureOf("GET", "/?max-keys=2&prefix=J")).toBe(
    "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
  );
  expect(signatureOf("GET", "/?lifecycle")).toBe("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
});

test("sends the token of credentials that were lent, and signs it", () => {
  const url = new URL("https://examplebucket.s3.amazonaws.com/a");
  const lent = { ...ABOUT, credentials: { ...ABOUT.credentials, sessionToken: "lent" } };
  const headers = signRequest({ method: "GET", url, headers: {}, bodySha256: NOTHING }, lent);
  expect(headers["x-amz-security-token"]).toBe("lent");
  expect(headers["authorization"]).toContain(
    "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,",
  );
});
