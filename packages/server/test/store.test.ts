import { createHash } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { startS3Server, type S3Server } from "../../storage/test/s3-server.ts";
import { ANIMATIC, problemOf, startTestServer } from "./test-server.ts";

function inBucket({ settings }: S3Server, home: string, secret = "S3RVER") {
  const environment = {
    PATH: process.env["PATH"],
    AWS_ENDPOINT_URL_S3: settings.endpoint,
    AWS_ACCESS_KEY_ID: "S3RVER",
    AWS_SECRET_ACCESS_KEY: secret,
  };
  return { runtime: { environment, home, store: "s3://films/proxx" } };
}

test("sends what is in a bucket, whole and in part, where it is not on this machine any more", async () => {
  const bucket = await startS3Server();
  const home = temporaryFolder();
  const server = await startTestServer(inBucket(bucket, home));
  const { result } = await server.ended(await server.begin(ANIMATIC));
  if (result === null) throw new Error("Expected a result");
  const { sha256, size } = result;
  expect(existsSync(join(home, "artifacts"))).toBe(false);
  rmSync(join(home, "cache"), { recursive: true });
  const whole = Buffer.from(await (await server.ask(`/api/artifacts/${sha256}`)).arrayBuffer());
  expect(createHash("sha256").update(whole).digest("hex")).toBe(sha256);
  const part = await server.ask(`/api/artifacts/${sha256}`, { headers: { range: "bytes=100-199" } });
  expect(part.status).toBe(206);
  expect(part.headers.get("content-range")).toBe(`bytes 100-199/${size}`);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(100, 200));

  // Named as a source, it comes to where it is read.
  const url = `${server.url}/api/artifacts/${sha256}`;
  const again = { jobs: [{ id: "job1", type: "reframe", params: { video: url, aspectRatio: "1:1" } }] };
  expect(await server.ended(await server.begin(again))).toMatchObject({ status: "completed", error: null });

  rmSync(join(home, "cache"), { recursive: true });
  rmSync(bucket.pathOf(`proxx/artifacts/${sha256.slice(0, 2)}/${sha256.slice(2)}.note`));
  const lost = await server.ask(`/api/artifacts/${sha256}`);
  expect(lost.status).toBe(410);
  expect(await problemOf(lost)).toMatchObject({ code: "artifact_lost" });
});

test("does not begin with a bucket that it may not use", async () => {
  const bucket = await startS3Server();
  await expect(startTestServer(inBucket(bucket, temporaryFolder(), "guessed"))).rejects.toMatchObject({
    code: "store_refused",
    hint: expect.stringMatching(/AWS_SECRET_ACCESS_KEY/),
  });
  await expect(
    startTestServer({ runtime: { environment: {}, home: temporaryFolder(), store: "s3://films" } }),
  ).rejects.toMatchObject({ code: "invalid_document", hint: expect.stringMatching(/AWS_ACCESS_KEY_ID/) });
});
