import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { createLatestNames } from "./latest-names.ts";

test("the latest names are had of a list that stays short", async () => {
  const folder = temporaryFolder();
  const names = createLatestNames(folder);
  const nameOf = (index: number) => `${"0".repeat(60)}${index}`;
  for (let index = 0; index < 3000; index++) await names.add(nameOf(index));
  expect(statSync(join(folder, "latest")).size).toBeLessThan(65 * 1024);
  expect(await names.read(3)).toEqual([nameOf(2999), nameOf(2998), nameOf(2997)]);
});

test("a name that came twice is told once", async () => {
  const names = createLatestNames(temporaryFolder());
  for (const name of ["a", "b", "a"]) await names.add(name);
  expect(await names.read(5)).toEqual(["a", "b"]);
});

test("a folder without such a list tells what is in it", async () => {
  const folder = temporaryFolder();
  const names = createLatestNames(folder);
  for (const name of ["a.json", "b.json", "c.json.half"]) writeFileSync(join(folder, name), "{}");
  expect((await names.read(5)).toSorted()).toEqual(["a", "b"]);
  expect(await createLatestNames(join(folder, "nowhere")).read(5)).toEqual([]);
});
