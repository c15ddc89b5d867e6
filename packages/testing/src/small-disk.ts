import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A file system of its own; needs root, as the tests' machine is. */
export function smallDisk(path: string, size: string): string {
  mkdirSync(path, { recursive: true });
  mount("-t", "tmpfs", "-o", `size=${size}`, "tmpfs", path);
  onTestFinished(() => void spawnSync("umount", ["-l", path]));
  return path;
}

/** Takes all room there is; the file that does is to be removed to give it back. */
export function fillDisk(disk: string): { free: () => void } {
  const path = join(disk, ".filler");
  const megabyte = Buffer.alloc(1024 * 1024);
  for (const step of [megabyte.length, 4096, 1]) {
    const { bavail, bsize } = statfsSync(disk);
    try {
      for (let free = bavail * bsize; free > 0; free -= step)
        writeFileSync(path, megabyte.subarray(0, step), { flag: "a" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    }
  }
  return { free: () => rmSync(path) };
}

/** Makes a folder read-only for everybody, root included, and writable again. */
export function readOnly(path: string): { end: () => void } {
  mount("--bind", path, path);
  mount("-o", "remount,bind,ro", path);
  let ended = false;
  const end = () => {
    if (!ended) spawnSync("umount", ["-l", path]);
    ended = true;
  };
  onTestFinished(end);
  return { end };
}

function mount(...args: string[]): void {
  const run = spawnSync("mount", args, { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`mount ${args.join(" ")}: ${run.stderr}`);
}
