import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where clips are kept from one run of the tests to the next. */
export const CLIP_CACHE = join(dirname(fileURLToPath(import.meta.url)), "../../../../node_modules/.cache/proxx-clips");

/**
 * A clip that ffmpeg makes from its own test sources: `args` is everything but the output. Made once and kept, since the
 * same arguments give the same clip; tests that change a clip copy it first.
 */
export function makeClip(fileName: string, args: readonly string[]): string {
  const key = createHash("sha256")
    .update(JSON.stringify([fileName, args]))
    .digest("hex")
    .slice(0, 16);
  const folder = join(CLIP_CACHE, key);
  const path = join(folder, fileName);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const working = join(folder, `${process.pid}-${fileName}`);
  runFfmpeg([...args, working]);
  renameSync(working, path);
  return path;
}

/** Runs the machine's ffmpeg, and fails with what it said. */
export function runFfmpeg(args: readonly string[]): void {
  const run = spawnSync("ffmpeg", ["-hide_banner", "-nostdin", "-v", "error", "-y", ...args], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`ffmpeg ${args.join(" ")} failed: ${run.stderr}`);
}

/** Picture from testsrc2, as lavfi input arguments. */
export function testPicture(options: { size?: string; rate?: string; seconds?: number } = {}): string[] {
  const { size = "640x360", rate = "25", seconds = 2 } = options;
  return ["-f", "lavfi", "-i", `testsrc2=s=${size}:r=${rate}:d=${seconds}`];
}

/** A tone, as lavfi input arguments. */
export function testTone(options: { hertz?: number; rate?: number; seconds?: number } = {}): string[] {
  const { hertz = 440, rate = 48000, seconds = 2 } = options;
  return ["-f", "lavfi", "-i", `sine=f=${hertz}:r=${rate}:d=${seconds}`];
}

/** The everyday source: two seconds of H.264 with sound and a timecode, in QuickTime. */
export function everydayClip(fileName = "everyday.mov"): string {
  return makeClip(fileName, [
    ...[...testPicture(), ...testTone()],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-timecode", "01:00:00:00"],
  ]);
}
