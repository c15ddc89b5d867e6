import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { makeWorkFolder } from "./work-folder.ts";

test("removes the folder of a process whose number another one has now", async () => {
  const parent = temporaryFolder();
  const own = await makeWorkFolder(parent);
  // This process's number with another start: an earlier process that had the number.
  const [host, pid, , id] = basename(own).split("~");
  const dead = join(parent, [host, pid, "1", id].join("~"));
  mkdirSync(dead);
  const second = await makeWorkFolder(parent);
  expect(existsSync(dead)).toBe(process.platform !== "linux");
  expect(readdirSync(parent)).toEqual(expect.arrayContaining([basename(own), basename(second)]));
});

test("leaves the folders of other machines, and what it did not name", async () => {
  const parent = temporaryFolder();
  const kept = ["elsewhere~1~2~0", "notes"];
  for (const name of kept) mkdirSync(join(parent, name));
  await makeWorkFolder(parent);
  expect(readdirSync(parent)).toEqual(expect.arrayContaining(kept));
});
