import { chmodSync, copyFileSync, existsSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeClip, temporaryFolder, testPicture } from "@proxx/testing";
import { expect, test, vi } from "vitest";
import { discoverTools } from "../process/discover-tools.ts";
import { probe } from "./probe.ts";

const clip = (size: string) => makeClip(`${size}.avi`, [...testPicture({ size, seconds: 0.2 }), "-c:v", "rawvideo"]);

/** An ffprobe that writes down that it was started. */
async function countedProbe(folder: string) {
  const { ffprobe } = await discoverTools();
  const [path, log] = [join(folder, "ffprobe"), join(folder, "starts")];
  writeFileSync(path, `#!/bin/sh\necho >> '${log}'\nexec '${ffprobe}' "$@"\n`);
  chmodSync(path, 0o755);
  return { path, starts: () => (existsSync(log) ? readFileSync(log, "utf8").length : 0) };
}

/** Until a change of the file would show for certain. */
const settled = (path: string) => vi.waitFor(() => expect(Date.now() - statSync(path).ctimeMs).toBeGreaterThan(50));

test("a file is asked once for as long as it is the same, and again when it has changed, though as long and as old as before", async () => {
  const folder = temporaryFolder();
  const { path: ffprobe, starts } = await countedProbe(folder);
  const path = join(folder, "clip.avi");
  copyFileSync(clip("64x32"), path);
  await settled(path);
  const first = await probe(path, { ffprobe });
  expect(first.video).toMatchObject({ width: 64, height: 32 });
  first.audio.length = 0;
  Object.assign(first, { video: null });
  expect((await probe(path, { ffprobe })).video).toMatchObject({ width: 64, height: 32 });
  expect(starts()).toBe(1);

  const { size, mtime } = statSync(path);
  const other = readFileSync(clip("32x64"));
  writeFileSync(path, Buffer.concat([other, Buffer.alloc(Math.max(0, size - other.length))]).subarray(0, size));
  utimesSync(path, mtime, mtime);
  expect((await probe(path, { ffprobe })).video).toMatchObject({ width: 32, height: 64 });
  expect(starts()).toBe(2);
});

test("what has just changed, and what is no media, is asked each time", async () => {
  const folder = temporaryFolder();
  const { path: ffprobe, starts } = await countedProbe(folder);
  const path = join(folder, "clip.avi");
  await expect(probe(path, { ffprobe })).rejects.toThrow();
  await expect(probe(path, { ffprobe })).rejects.toThrow();
  expect(starts()).toBe(2);
  copyFileSync(clip("64x32"), path);
  vi.spyOn(Date, "now").mockReturnValue(statSync(path).ctimeMs);
  try {
    await probe(path, { ffprobe });
    await probe(path, { ffprobe });
  } finally {
    vi.restoreAllMocks();
  }
  expect(starts()).toBe(4);
});
