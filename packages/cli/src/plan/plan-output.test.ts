import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Video } from "@proxx/contract";
import { temporaryFolder } from "@proxx/testing";
import { describe, expect, it } from "vitest";
import { findOutputIssues, writeOutput } from "./plan-output.ts";

describe("a path to write to", () => {
  it.each([
    ["clip.mp4", "output_exists", "clip.mp4"],
    ["CLIP.Mp4", "output_exists", "clip.mp4"],
    ["e\u0301te\u0301.mp4", "output_exists", "été.mp4"],
    ["dangling.mp4", "output_exists", "dangling.mp4"],
    ["folder", "output_exists", "folder"],
    [".", "output_exists", "exists"],
    ["nowhere/clip.mp4", "folder_unusable", "there is no such folder"],
    ["clip.mp4/clip.mp4", "folder_unusable", "it is no folder"],
    [`${"x".repeat(256)}.mp4`, "invalid_name", "too long"],
  ])("is refused: %s", async (name, code, words) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "folder"));
    writeFileSync(join(folder, "clip.mp4"), "");
    writeFileSync(join(folder, "été.mp4".normalize("NFC")), "");
    symlinkSync("gone.mp4", join(folder, "dangling.mp4"));
    expect(await findOutputIssues(join(folder, name))).toMatchObject([
      { path: "--output", code, message: expect.stringContaining(words) },
    ]);
  });

  it("is taken where it is free, long as its name may be", async () => {
    const folder = temporaryFolder();
    expect(await findOutputIssues(join(folder, `${"x".repeat(251)}.mp4`))).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("a result that is written", () => {
  it("is a copy with the permissions of the user's files, under the longest name there can be", async () => {
    const { folder, result } = artifact("film");
    const path = join(folder, `${"x".repeat(251)}.mp4`);
    await writeOutput({ result, id: "exec_1" }, path, new AbortController().signal);
    expect(readFileSync(path, "utf8")).toBe("film");
    expect(statSync(path).mode & 0o777).toBe(0o666 & ~process.umask());
    expect(readdirSync(folder).toSorted()).toEqual(["artifact.mp4", `${"x".repeat(251)}.mp4`]);
  });

  it("is refused where the artifact is no longer what was made", async () => {
    const { folder, result } = artifact("film");
    const writing = writeOutput(
      { result: { ...result, sha256: "0".repeat(64) }, id: "exec_1" },
      join(folder, "film.mp4"),
      new AbortController().signal,
    );
    await expect(writing).rejects.toMatchObject({
      code: "publish_failed",
      message: expect.stringContaining("not what was made"),
      hint: expect.stringContaining(join(folder, "artifact.mp4")),
    });
    expect(readdirSync(folder)).toEqual(["artifact.mp4"]);
  });

  it("is taken back when it is interrupted", async () => {
    const { folder, result } = artifact("film");
    const writing = writeOutput({ result, id: "exec_1" }, join(folder, "film.mp4"), AbortSignal.abort());
    await expect(writing).rejects.toMatchObject({ code: "publish_failed" });
    expect(readdirSync(folder)).toEqual(["artifact.mp4"]);
  });
});

function artifact(text: string): { folder: string; result: Video } {
  const folder = temporaryFolder();
  const path = join(folder, "artifact.mp4");
  writeFileSync(path, text);
  chmodSync(path, 0o444);
  const sha256 = createHash("sha256").update(text).digest("hex");
  const measured = { width: 16, height: 16, aspectRatio: "1:1", duration: 1, fps: 25, hasAudio: false };
  return {
    folder,
    result: {
      kind: "video",
      url: pathToFileURL(path).href,
      sha256,
      size: text.length,
      mediaType: "video/mp4",
      ...measured,
      status: "completed",
    },
  };
}
