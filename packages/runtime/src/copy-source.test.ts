import { createHash } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { copySource } from "./copy-source.ts";

function file(bytes: string) {
  const folder = temporaryFolder();
  const from = join(folder, "from.mp4");
  writeFileSync(from, bytes, { mode: 0o644 });
  return { from, to: join(folder, "to.mp4") };
}

test("copies the bytes into a file that only this user reads, and tells what they are", async () => {
  const { from, to } = file("a film");
  const sha256 = createHash("sha256").update("a film").digest("hex");
  expect(await copySource(from, to, {})).toEqual({
    status: "fetched",
    sha256,
    mediaType: null,
    etag: null,
    lastModified: null,
  });
  expect(readFileSync(to, "utf8")).toBe("a film");
  expect(statSync(to).mode & 0o777).toBe(0o600);
});

test("takes a file that is just as large as it may be, and none that is larger", async () => {
  const { from, to } = file("a film");
  await expect(copySource(from, to, { maxBytes: 5 })).rejects.toMatchObject({ code: "source_too_large" });
  expect(statSync(to, { throwIfNoEntry: false })).toBeUndefined();
  expect(await copySource(from, to, { maxBytes: 6 })).toMatchObject({ status: "fetched" });
});

test("says of a file that was deleted meanwhile that it is not here any more", async () => {
  const { to } = file("");
  await expect(copySource(`${to}.gone`, to, {})).rejects.toMatchObject({ code: "source_missing", retryable: false });
});
