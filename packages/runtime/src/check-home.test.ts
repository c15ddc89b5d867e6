import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { checkHome } from "./check-home.ts";

test("a folder that can be made is not made by looking whether it can", async () => {
  const folder = temporaryFolder();
  await checkHome(join(folder, "a/b"));
  expect(existsSync(join(folder, "a"))).toBe(false);
});

test("a file in its place is refused with what to do", async () => {
  const file = join(temporaryFolder(), "a-file");
  writeFileSync(file, "");
  for (const home of [file, join(file, "below")]) {
    await expect(checkHome(home)).rejects.toMatchObject({
      code: "folder_unusable",
      message: expect.stringContaining(`Nothing can be kept in ${home}: E`) as string,
      hint: expect.stringContaining("--data") as string,
    });
  }
});
