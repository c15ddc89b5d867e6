import { existsSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { expect, test, vi } from "vitest";
import { incoming, sha256Of } from "../../engine/test/store-contract.ts";
import type { S3Settings } from "../src/index.ts";
import { openTestStorage } from "./open-test-storage.ts";
import { startS3Server } from "./s3-server.ts";

const KEY = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER", sessionToken: null };

test.each<[string, Partial<S3Settings>, RegExp, RegExp]>([
  ["a bucket that is not there", { bucket: "nowhere" }, /no such bucket/, /--store/],
  ["a wrong secret", { credentials: { ...KEY, secretAccessKey: "guessed" } }, /secret key/, /AWS_SECRET_ACCESS_KEY/],
  [
    "a key that is not known",
    { credentials: { ...KEY, accessKeyId: "AKIANOBODY" } },
    /access key is not/,
    /AWS_ACCESS/,
  ],
])("says of %s what it is, and what to do", async (_, wrong, message, hint) => {
  const server = await startS3Server();
  const { storage } = openTestStorage(server, { settings: { ...server.settings, ...wrong } });
  for (const asked of [() => storage.check(), () => storage.artifacts.put(incoming("a film"))]) {
    const error = await asked().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "store_refused", retryable: false });
    expect(error).toMatchObject({ message: expect.stringMatching(message), hint: expect.stringMatching(hint) });
    expect(JSON.stringify([String(error), (error as { hint: string }).hint])).not.toContain("guessed");
  }
});

test.each<[string, number, string, RegExp]>([
  ["RequestTimeTooSkewed", 403, "the clock", /clock/],
  ["ExpiredToken", 400, "expired", /AWS_SESSION_TOKEN/],
  ["AccessDenied", 403, "may not", /s3:PutObject/],
  ["PermanentRedirect", 301, "another region", /AWS_REGION/],
  ["EntityTooLarge", 400, "EntityTooLarge: as it says", /storage says/],
])("says of %s what it is, and does not try again", async (code, status, message, hint) => {
  const server = await startS3Server();
  server.interfere = (_, response) => refuse(response, status, code);
  const error = await openTestStorage(server)
    .storage.check()
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: "store_refused",
    message: expect.stringContaining(message),
    hint: expect.stringMatching(hint),
  });
  expect(server.requests).toHaveLength(1);
});

test("tries again what the storage cannot do at the moment, and a connection that breaks, each time later", async () => {
  const server = await startS3Server();
  const waits: number[] = [];
  const { storage } = openTestStorage(server, { wait: async (milliseconds) => waits.push(milliseconds) });
  let asked = 0;
  server.interfere = (request, response) => {
    asked += 1;
    if (asked % 3 === 1) return refuse(response, 503, "SlowDown");
    if (asked % 3 === 0) return "goes on";
    request.socket.destroy();
    return "answered";
  };
  const { sha256 } = (await storage.artifacts.put(incoming("a film"))).artifact;
  expect((await openTestStorage(server).storage.artifacts.find(sha256)).state).toBe("intact");
  // The note that is not there, the bytes, the note: twice later than the time before.
  expect(waits).toHaveLength(6);
  for (const [index, wait] of waits.entries()) expect(wait).toBeGreaterThanOrEqual(index % 2 === 0 ? 160 : 480);
});

test("gives up on a storage that stays away, as something that can be tried again", async () => {
  const server = await startS3Server();
  server.interfere = (_, response) => refuse(response, 500, "InternalError");
  const away = { code: "store_unavailable", retryable: true };
  await expect(openTestStorage(server).storage.artifacts.put(incoming("a film"))).rejects.toMatchObject(away);
  expect(server.requests).toHaveLength(5);
  const nobody = { ...server.settings, endpoint: "http://127.0.0.1:9" };
  const { storage } = openTestStorage(server, { settings: nobody });
  await expect(storage.artifacts.find(sha256Of("a film"))).rejects.toMatchObject(away);
});

test("takes an answer of success with an error in it for what it is, and leaves nothing that is believed", async () => {
  const server = await startS3Server();
  const { storage } = openTestStorage(server, { partBytes: 1024 });
  server.interfere = ({ method, url }, response) => {
    if (method !== "POST" || url?.includes("uploadId=") !== true) return "goes on";
    return refuse(response, 200, "InternalError");
  };
  const file = incoming("x".repeat(5000));
  await expect(storage.artifacts.put(file)).rejects.toMatchObject({ code: "store_unavailable" });
  expect(await storage.artifacts.find(sha256Of("x".repeat(5000)))).toEqual({ state: "gone" });
  expect(server.requests.some((line) => line.startsWith("DELETE") && line.includes("uploadId="))).toBe(true);
});

test("ends an upload that is given up, and lets another one that waited for it do it", async () => {
  const server = await startS3Server();
  const { storage } = openTestStorage(server);
  const controller = new AbortController();
  const [one, other] = [incoming("a film"), incoming("a film")];
  const asked = Promise.withResolvers<void>();
  server.interfere = ({ method, url }) => {
    if (method !== "PUT" || url?.endsWith(".note") === true) return "goes on";
    server.interfere = () => "goes on";
    asked.resolve();
    return "answered";
  };
  const given = storage.artifacts.put(one, { signal: controller.signal });
  await asked.promise;
  const waiting = storage.artifacts.put(other);
  await vi.waitFor(() => expect(existsSync(other.path)).toBe(false));
  controller.abort(new Error("given up"));
  await expect(given).rejects.toThrow("given up");
  expect((await waiting).artifact.sha256).toBe(sha256Of("a film"));
  expect((await openTestStorage(server).storage.artifacts.find(sha256Of("a film"))).state).toBe("intact");
});

function refuse(response: ServerResponse, status: number, code: string): "answered" {
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>as it says</Message></Error>`);
  return "answered";
}
