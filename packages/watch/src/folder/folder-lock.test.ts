import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { acquireFolderLock, readLock } from "./folder-lock.ts";

const LOCK = ".proxx-watch.lock";

/** As exFAT and some network shares do. */
async function noHardLinks(): Promise<never> {
  throw Object.assign(new Error("EPERM: operation not permitted, link"), { code: "EPERM", syscall: "link" });
}

describe.each([
  ["with hard links", {}],
  ["without hard links", { link: noHardLinks }],
])("on a disk %s", (_disk, options) => {
  test("one of twenty who come at the same time has the folder, and the others are told so", async () => {
    for (let round = 0; round < 5; round++) {
      const root = temporaryFolder();
      const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => acquireFolderLock(root, options)));
      const locks = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
      const refusals = outcomes.flatMap((outcome) =>
        outcome.status === "rejected" ? [outcome.reason as unknown] : [],
      );
      expect(locks).toHaveLength(1);
      expect(refusals).toHaveLength(19);
      for (const refusal of refusals) expect(refusal).toMatchObject({ code: "folder_locked" });
      await locks[0]?.assertHeld();
      expect(await readLock(root)).toMatchObject({ holder: { pid: process.pid }, alive: true });
      expect(readdirSync(root)).toEqual([LOCK]);
      await locks[0]?.release();
      expect(readdirSync(root)).toEqual([]);
    }
  });

  test("a lock is not given back by who has lost it", async () => {
    const root = temporaryFolder();
    const lock = await acquireFolderLock(root, options);
    const others = readFileSync(join(root, LOCK), "utf8").replace(/"token":"[^"]+"/, `"token":"${randomUUID()}"`);
    writeFileSync(join(root, LOCK), others);
    await expect(lock.assertHeld()).rejects.toMatchObject({ code: "folder_lost" });
    await lock.release();
    expect(readFileSync(join(root, LOCK), "utf8")).toBe(others);
  });
});

test("a disk that fails is no lock that is taken", async () => {
  const link = async () => Promise.reject(Object.assign(new Error("EIO: i/o error, link"), { code: "EIO" }));
  const root = temporaryFolder();
  await expect(acquireFolderLock(root, { link })).rejects.toMatchObject({
    code: "folder_unusable",
    message: expect.stringContaining("EIO") as string,
  });
  expect(readdirSync(root)).toEqual([]);
});
