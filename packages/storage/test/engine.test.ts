import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { clip, createWorld, job, resultText, standing } from "../../engine/test/world.ts";
import { openTestStorage } from "./open-test-storage.ts";
import { startS3Server, type S3Server } from "./s3-server.ts";

/** A machine of its own: its folders are empty, and what it shares with others is the bucket. */
function createMachine(server: S3Server) {
  const home = join(temporaryFolder(), "home");
  const { storage, cacheFolder } = openTestStorage(server, { cacheFolder: join(home, "cache") });
  const world = createWorld({ home, store: storage.artifacts, openReuse: (path) => storage.openReuse(path) });
  return { ...world, cacheFolder };
}

const PLAN = [clip("a"), job("b", "transcode", {}, ["a"])];

test("what one machine has made is not made again on another, and its files come to it", async () => {
  const server = await startS3Server();
  const one = createMachine(server);
  expect(resultText(await one.run(PLAN))).toBe("transcode(a)");
  const other = createMachine(server);
  const execution = await other.run(PLAN);
  expect(standing(execution)).toEqual({ a: "completed reused", b: "completed reused" });
  expect(resultText(execution)).toBe("transcode(a)");
  expect(fileURLToPath(execution.result?.url ?? "").startsWith(other.cacheFolder)).toBe(true);
  expect(existsSync(join(other.home, "artifacts"))).toBe(false);
});

test("a tenant's records are another's in the bucket as well", async () => {
  const server = await startS3Server();
  const one = createMachine(server);
  await one.run(PLAN, { tenant: "acme" });
  const other = createMachine(server);
  expect(standing(await other.run(PLAN, { tenant: "rival" }))).toEqual({ a: "completed", b: "completed" });
  expect(standing(await other.run(PLAN, { tenant: "acme" }))).toEqual({ a: "completed reused", b: "completed reused" });
});

test("a job's input that had to go from this machine comes back before it runs", async () => {
  const server = await startS3Server();
  const world = createMachine(server);
  const base = await world.run([clip("a")]);
  expect(base.status).toBe("completed");
  const path = fileURLToPath(base.result?.url ?? "");
  const text = readFileSync(path, "utf8");
  rmSync(world.cacheFolder, { recursive: true });
  const execution = await world.run([job("b", "transcode", { video: "$base" })], { baseExecutionId: base.id });
  expect(resultText(execution)).toBe(`transcode(${text})`);
});

test("a file that is altered in the bucket is made again", async () => {
  const server = await startS3Server();
  const { result } = await createMachine(server).run([clip("a")]);
  const sha256 = result?.sha256 ?? "";
  writeFileSync(server.pathOf(`proxx/artifacts/${sha256.slice(0, 2)}/${sha256.slice(2)}`), "other");
  const other = createMachine(server);
  const execution = await other.run([clip("a")]);
  expect(standing(execution)).toEqual({ a: "completed" });
  expect(standing(await createMachine(server).run([clip("a")]))).toEqual({ a: "completed reused" });
});
