import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { incoming } from "../../engine/test/store-contract.ts";
import { openTestStorage } from "./open-test-storage.ts";
import { startS3Server } from "./s3-server.ts";

const KIB = 1024;
const film = (letter: string) => incoming(letter.repeat(100 * KIB));
const OLD = 1000;

test("keeps what was used last on this machine, and brings what had to go when a job reads it", async () => {
  const server = await startS3Server();
  let nowMs = Date.now();
  const { storage } = openTestStorage(server, { maxCacheBytes: 350 * KIB, recentMs: OLD, now: () => nowMs });
  const { artifacts } = storage;
  const stored = [];
  for (const letter of ["a", "b", "c"]) {
    stored.push(await artifacts.put(film(letter)));
    nowMs += 2 * OLD;
  }
  const [a, b, c] = stored;
  if (a === undefined || b === undefined || c === undefined) throw new Error("Expected three");
  // The oldest, which is used again.
  await artifacts.find(a.artifact.sha256);
  nowMs += 2 * OLD;
  await artifacts.put(film("d"));
  expect([a, b, c].map(({ path }) => existsSync(path))).toEqual([true, false, true]);
  const held = await artifacts.hold([b, c]);
  expect(held.files).toEqual([b, c]);
  expect(existsSync(b.path)).toBe(true);
  held.release();
});

test("lets nothing go that a job holds, that was used a moment ago, or that the bucket does not have", async () => {
  const server = await startS3Server();
  let nowMs = Date.now();
  const { storage } = openTestStorage(server, { maxCacheBytes: 150 * KIB, recentMs: OLD, now: () => nowMs });
  const { artifacts } = storage;
  const held = await artifacts.put(film("a"));
  const { release } = await artifacts.hold([held]);
  nowMs += 2 * OLD;
  server.interfere = ({ method }, response) => {
    if (method !== "PUT") return "goes on";
    response.writeHead(403).end();
    return "answered";
  };
  const refused = film("b");
  await expect(artifacts.put(refused)).rejects.toMatchObject({ code: "store_refused" });
  server.interfere = () => "goes on";
  const recent = await artifacts.put(film("c"));
  nowMs += OLD / 2;
  const last = await artifacts.put(film("d"));
  expect([held, recent, last].map(({ path }) => existsSync(path))).toEqual([true, true, true]);
  release();
  nowMs += 2 * OLD;
  await artifacts.put(film("e"));
  expect([held, recent, last].map(({ path }) => existsSync(path))).toEqual([false, false, false]);
});

test("does not take what was put into one bucket for what is in another", async () => {
  const server = await startS3Server();
  const one = openTestStorage(server);
  const { sha256 } = (await one.storage.artifacts.put(film("a"))).artifact;
  const settings = { ...server.settings, prefix: "other/" };
  const other = openTestStorage(server, { cacheFolder: one.cacheFolder, settings });
  expect(await other.storage.artifacts.find(sha256)).toEqual({ state: "gone" });
});
