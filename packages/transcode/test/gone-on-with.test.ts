import { copyFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ClipResult, JobProgress } from "@proxx/contract";
import { soundClip, temporaryFolder } from "@proxx/testing";
import { executeJobSpec } from "@proxx/transcode";
import { expect, test } from "vitest";
import { specOf } from "./make-proxy.ts";

test("goes on with a job of which some clips are published: they are left as they are, and the rest is made", async () => {
  const folder = temporaryFolder();
  const sources = ["a.mov", "b.mov", "c.mov"].map((name) => join(folder, name));
  for (const path of sources) copyFileSync(soundClip("source.mov"), path);
  const spec = specOf("", { sources });
  const ending = new AbortController();
  const first = await executeJobSpec(spec, {
    signal: ending.signal,
    onProgress: (told) => {
      if (told.type === "clip-finished") ending.abort();
    },
  });
  expect(first.clips.map(({ status }) => status)).toEqual(["COMPLETED", "FAILED", "SKIPPED"]);
  await expect(executeJobSpec(spec)).rejects.toMatchObject({ issues: [{ code: "output_exists" }] });
  const [published] = first.clips as [ClipResult];
  const told: JobProgress[] = [];
  const inode = statSync(published.output_path ?? "").ino;
  const second = await executeJobSpec(spec, {
    published: new Map([[0, published]]),
    onProgress: (progress) => told.push(progress),
  });
  expect(second).toMatchObject({ status: "COMPLETED", successful_clips: 3 });
  expect(second.clips[0]).toEqual(published);
  expect(statSync(published.output_path ?? "").ino).toBe(inode);
  const begun = told.flatMap((progress) => (progress.type === "clip-started" ? [progress.clip] : []));
  const finished = told.flatMap((progress) => (progress.type === "clip-finished" ? [progress.clip] : []));
  expect([begun, finished]).toEqual([
    [1, 2],
    [0, 1, 2],
  ]);
});
