import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { discard, keepDiscarded } from "./discard.ts";

test("removes a folder with what is in it, and what is not there; unless somebody wants to look at it", async () => {
  const path = join(temporaryFolder(), "samples");
  mkdirSync(path);
  writeFileSync(join(path, "grey"), "x");
  await keepDiscarded(async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    await discard(path);
  });
  expect(existsSync(path)).toBe(true);
  await discard(path);
  await discard(path);
  expect(existsSync(path)).toBe(false);
});
