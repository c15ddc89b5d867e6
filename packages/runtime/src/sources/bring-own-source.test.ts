import { createHash } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FoundArtifact, OwnSource } from "@proxx/engine";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { bringOwnSource } from "./bring-own-source.ts";
import { createFolderUploads } from "../folder-uploads.ts";

const sha256 = createHash("sha256").update("a film").digest("hex");

async function withUpload() {
  const folder = temporaryFolder();
  const [from, to] = [join(folder, "from.mp4"), join(folder, "to.mp4")];
  writeFileSync(from, "a film", { mode: 0o644 });
  const uploads = createFolderUploads(join(folder, "uploads"));
  const upload = { kind: "upload", id: "upl_1.mp4", sha256, size: 6 } as const;
  await uploads.keep(upload, from);
  const artifacts = { find: async (): Promise<FoundArtifact> => ({ state: "gone" }) };
  const bring = (own: OwnSource, maxBytes?: number) =>
    bringOwnSource(own, to, { uploads, artifacts, ...(maxBytes !== undefined && { maxBytes }) });
  return { from, to, uploads, upload, bring, folder };
}

test("brings the bytes into a file that only this user reads, and tells what they are", async () => {
  const { to, upload, bring } = await withUpload();
  expect(await bring(upload)).toEqual({ status: "fetched", sha256, mediaType: null, etag: null, lastModified: null });
  expect(readFileSync(to, "utf8")).toBe("a film");
  expect(statSync(to).mode & 0o777).toBe(0o600);
});

test("takes a file that is just as large as it may be, and none that is larger", async () => {
  const { to, folder, upload, bring } = await withUpload();
  const artifact = { kind: "artifact", sha256, path: join(folder, "uploads", upload.id) } as const;
  for (const own of [upload, artifact]) {
    await expect(bring(own, 5)).rejects.toMatchObject({ code: "source_too_large" });
    expect(await bring(own, 6)).toMatchObject({ status: "fetched" });
    expect(readFileSync(to, "utf8")).toBe("a film");
  }
});

test("says of a file that was deleted meanwhile that it is not here any more", async () => {
  const { uploads, upload, bring } = await withUpload();
  await uploads.remove(upload.id);
  await uploads.remove(upload.id);
  await expect(bring(upload)).rejects.toMatchObject({ code: "source_missing", retryable: false });
  const artifact = { kind: "artifact", sha256, path: "/nowhere/a.mp4" } as const;
  await expect(bring(artifact)).rejects.toMatchObject({ code: "source_missing" });
});
