import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { incoming, sha256Of, textOf } from "../../engine/test/store-contract.ts";
import { openTestStorage } from "./open-test-storage.ts";
import { startS3Server, type S3Server } from "./s3-server.ts";

const keyOf = (sha256: string) => `proxx/artifacts/${sha256.slice(0, 2)}/${sha256.slice(2)}`;
const getsOf = (server: S3Server, sha256: string) =>
  server.requests.filter((line) => line === `GET /films/${keyOf(sha256)}`);

test("gives another machine what one has made, and brings it once for all who ask at once", async () => {
  const server = await startS3Server();
  const made = await openTestStorage(server).storage.artifacts.put(incoming("a film", { name: "made.mov" }));
  const { storage, cacheFolder } = openTestStorage(server);
  const { sha256 } = made.artifact;
  const found = await Promise.all(Array.from({ length: 5 }, () => storage.artifacts.find(sha256)));
  for (const one of found) {
    if (one.state !== "intact") throw new Error(`Expected it to be there, got ${one.state}`);
    expect(one.stored.artifact).toEqual({ ...made.artifact, url: one.stored.artifact.url });
    expect(one.stored.path.startsWith(cacheFolder)).toBe(true);
    expect(one.stored.path).toMatch(/\.mov$/);
    expect(readFileSync(one.stored.path, "utf8")).toBe("a film");
  }
  expect(getsOf(server, sha256)).toHaveLength(1);
  server.requests.length = 0;
  await storage.artifacts.find(sha256);
  expect(server.requests).toEqual([]);
});

test("sends parts of what is only in the bucket, without bringing it", async () => {
  const server = await startS3Server();
  const { artifact } = await openTestStorage(server).storage.artifacts.put(incoming("0123456789"));
  const { storage, cacheFolder } = openTestStorage(server);
  const file = await storage.artifacts.open(artifact.sha256);
  expect(file?.size).toBe(10);
  expect(await textOf(file?.read(2, 4))).toBe("234");
  expect(await textOf(file?.read(7, 9))).toBe("789");
  expect(await textOf(file?.read(0, 9))).toBe("0123456789");
  expect(existsSync(cacheFolder)).toBe(false);
});

test("sends a large file part by part, and never holds all of it", async () => {
  const server = await startS3Server();
  const bytes = randomBytes(32 * 1024 * 1024);
  const sha256 = sha256Of(bytes);
  const { storage } = openTestStorage(server, { partBytes: 2 * 1024 * 1024 });
  const file = { ...incoming(bytes), sha256 };
  const before = bytesHeld();
  let most = 0;
  server.interfere = () => {
    most = Math.max(most, bytesHeld() - before);
    return "goes on";
  };
  await storage.artifacts.put(file);
  expect(server.requests.filter((line) => line.includes("partNumber="))).toHaveLength(16);
  expect(hashOf(server.pathOf(keyOf(sha256)))).toBe(sha256);
  expect(most).toBeLessThan(bytes.length / 4);
  expect((await openTestStorage(server).storage.artifacts.find(sha256)).state).toBe("intact");
});

test("does not believe what was altered or cut in the bucket, whatever the storage calls it", async () => {
  const server = await startS3Server();
  const { storage } = openTestStorage(server);
  const rotten = (await storage.artifacts.put(incoming("0123456789"))).artifact.sha256;
  const cut = (await storage.artifacts.put(incoming("abcdefghij"))).artifact.sha256;
  writeFileSync(server.pathOf(keyOf(rotten)), "012345678!");
  truncateSync(server.pathOf(keyOf(cut)), 5);
  for (const sha256 of [rotten, cut]) {
    const other = openTestStorage(server);
    const { artifacts } = other.storage;
    const opened = await artifacts.open(sha256);
    await expect(textOf(opened?.read(0, 9))).rejects.toMatchObject({ code: "artifact_lost" });
    expect(await artifacts.find(sha256)).toEqual({ state: "altered" });
    expect(filesBelow(other.cacheFolder)).toEqual([]);
  }
  const cutOpened = await openTestStorage(server).storage.artifacts.open(cut);
  await expect(textOf(cutOpened?.read(2, 3))).rejects.toMatchObject({ code: "artifact_lost" });
});

test("makes good for all what somebody found to be altered, when it is made again", async () => {
  const server = await startS3Server();
  const { sha256 } = (await openTestStorage(server).storage.artifacts.put(incoming("0123456789"))).artifact;
  writeFileSync(server.pathOf(keyOf(sha256)), "012345678!");
  const { artifacts } = openTestStorage(server).storage;
  expect(await artifacts.find(sha256)).toEqual({ state: "altered" });
  await artifacts.put(incoming("0123456789"));
  expect((await openTestStorage(server).storage.artifacts.find(sha256)).state).toBe("intact");
});

test("believes only what has a note, which comes after the bytes", async () => {
  const server = await startS3Server();
  const sha256 = sha256Of("a film");
  const { artifacts } = openTestStorage(server).storage;
  server.interfere = ({ method, url }, response) => {
    if (method !== "PUT" || url?.endsWith(".note") !== true) return "goes on";
    response.writeHead(403).end();
    return "answered";
  };
  await expect(artifacts.put(incoming("a film"))).rejects.toMatchObject({ code: "store_refused" });
  expect(existsSync(server.pathOf(keyOf(sha256)))).toBe(true);
  expect(await artifacts.find(sha256)).toEqual({ state: "gone" });
  server.interfere = () => "goes on";
  await artifacts.put(incoming("a film"));
  expect((await openTestStorage(server).storage.artifacts.find(sha256)).state).toBe("intact");
});

test("goes on with what comes where a connection broke off", async () => {
  const server = await startS3Server();
  const bytes = randomBytes(8 * 1024 * 1024);
  const { sha256 } = (await openTestStorage(server).storage.artifacts.put(incoming(bytes))).artifact;
  let broken = 0;
  server.interfere = ({ method, url, headers }, response) => {
    if (method !== "GET" || url !== `/films/${keyOf(sha256)}` || broken === 2) return "goes on";
    broken += 1;
    const from = Number(/bytes=(\d+)-/.exec(headers["range"] ?? "")?.[1] ?? 0);
    const range = from === 0 ? {} : { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
    const etag = JSON.stringify(createHash("md5").update(bytes).digest("hex"));
    response.writeHead(from === 0 ? 200 : 206, { "content-length": bytes.length - from, etag, ...range });
    response.write(bytes.subarray(from, from + 1024 * 1024), () => response.destroy());
    return "answered";
  };
  const { artifacts } = openTestStorage(server).storage;
  expect((await artifacts.find(sha256)).state).toBe("intact");
  expect(broken).toBe(2);
  expect(getsOf(server, sha256)).toHaveLength(3);
});

test("looks for what was lost in the bucket when it is asked to verify, and puts it there again", async () => {
  const server = await startS3Server();
  const { artifacts } = openTestStorage(server).storage;
  const { sha256 } = (await artifacts.put(incoming("a film"))).artifact;
  rmSync(server.pathOf(keyOf(sha256)));
  expect((await artifacts.find(sha256)).state).toBe("intact");
  expect(await artifacts.find(sha256, { verify: true })).toEqual({ state: "gone" });
  expect(await artifacts.find(sha256)).toEqual({ state: "gone" });
  await artifacts.put(incoming("a film"));
  expect((await openTestStorage(server).storage.artifacts.find(sha256)).state).toBe("intact");
});

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Of what is not garbage. */
function bytesHeld(): number {
  // What the first round finds unused, the second gives back.
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

function hashOf(path: string): string {
  return sha256Of(readFileSync(path));
}

/** Files, and not folders. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name));
}
