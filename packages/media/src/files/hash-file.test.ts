import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { hashFile } from "./hash-file.ts";

// FIPS 180-4's examples, and a file longer than one read.
test.each([
  ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  ["a".repeat(1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"],
  ["a".repeat(5_000_000), "7f4a285193573e707fcb6398222c00f044745cd2930e41d28d30da87d6ca183f"],
])("%.3s… has its SHA-256", async (content, digest) => {
  const path = join(temporaryFolder(), "file");
  writeFileSync(path, content);
  expect(await hashFile(path)).toBe(digest);
});

test("an abort ends it", async () => {
  const path = join(temporaryFolder(), "file");
  writeFileSync(path, "abc");
  await expect(hashFile(path, AbortSignal.abort())).rejects.toThrow("aborted");
});
