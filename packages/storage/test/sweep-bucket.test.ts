import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KeptFile } from "@proxx/engine";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { createS3Client } from "../src/s3/s3-client.ts";
import { sweepBucket } from "../src/store/sweep-bucket.ts";
import { openTestStorage } from "./open-test-storage.ts";
import { startS3Server } from "./s3-server.ts";

const FACTS = { width: null, height: null, duration: null, fps: null, hasAudio: null };
const sha256Of = (text: string) => createHash("sha256").update(text).digest("hex");

async function createBucket() {
  const server = await startS3Server();
  const client = createS3Client({ settings: server.settings, fetch });
  let atGrace: () => Promise<unknown> = async () => {};
  return {
    sweep: sweepBucket({ client, prefix: server.settings.prefix, grace: () => atGrace() }),
    /** Done when nobody can find any more what goes. */
    atGrace: (work: () => Promise<unknown>) => (atGrace = work),
    client,
    prefix: server.settings.prefix,
    /** Of a machine of its own, which knows nothing. */
    machine: () => openTestStorage(server).storage,
    isThere: (text: string) => {
      const sha256 = sha256Of(text);
      return existsSync(server.pathOf(`proxx/artifacts/${sha256.slice(0, 2)}/${sha256.slice(2)}`));
    },
  };
}

async function put({ artifacts }: ReturnType<typeof openTestStorage>["storage"], text: string): Promise<void> {
  const path = join(temporaryFolder(), "a.txt");
  writeFileSync(path, text);
  await artifacts.put({ path, kind: "document", mediaType: "text/plain", facts: FACTS });
}

async function listed(files: AsyncIterable<KeptFile>): Promise<KeptFile[]> {
  const all: KeptFile[] = [];
  for await (const file of files) all.push(file);
  return all;
}

test("lists what is in a bucket, and removes it, but for what turns out to be needed or comes again", async () => {
  const bucket = await createBucket();
  const machine = bucket.machine();
  for (const text of ["going", "needed", "again"]) await put(machine, text);
  const files = await listed(bucket.sweep.list());
  expect(new Map(files.map(({ sha256, bytes }) => [sha256, bytes]))).toEqual(
    new Map(["going", "needed", "again"].map((text) => [sha256Of(text), text.length])),
  );
  bucket.atGrace(async () => {
    const { artifacts } = bucket.machine();
    for (const { sha256 } of files) expect(await artifacts.find(sha256)).toEqual({ state: "gone" });
    await put(bucket.machine(), "again");
  });
  const gone = await bucket.sweep.remove(files, async () => (sha256) => sha256 === sha256Of("needed"));
  expect(gone.map(({ sha256 }) => sha256)).toEqual([sha256Of("going")]);
  expect(["going", "needed", "again"].map(bucket.isThere)).toEqual([false, true, true]);
  const { artifacts } = bucket.machine();
  for (const text of ["needed", "again"]) {
    expect(await artifacts.find(sha256Of(text), { verify: true })).toMatchObject({ state: "intact" });
  }
});

test("forgets what was made of what, of every tenant, as far as it is old", async () => {
  const { client, prefix, sweep } = await createBucket();
  for (const key of ["reuse/merge/a.json", "tenants/t/reuse/merge/b.json"]) await client.putJson(prefix + key, {});
  await client.putJson(`${prefix}uploads/upl_1`, {});
  await sweep.forgetMade(Date.now() - 3600_000);
  expect(await client.list(prefix)).toHaveLength(3);
  await sweep.forgetMade(Date.now() + 3600_000);
  expect((await client.list(prefix)).map(({ key }) => key)).toEqual([`${prefix}uploads/upl_1`]);
});
