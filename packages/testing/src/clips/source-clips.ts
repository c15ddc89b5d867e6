import {
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { makeClip, testPicture, testTone } from "./make-clip.ts";

/** Encoder arguments for H.264 that costs nothing to make. */
export const QUICK_H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"] as const;

/** Ten or so frames of picture by itself. `args` comes behind the input and before the name. */
export function pictureClip(
  fileName: string,
  { size = "320x180", rate = "25", seconds = 0.4 }: { size?: string; rate?: string; seconds?: number } = {},
  args: readonly string[] = QUICK_H264,
): string {
  return makeClip(fileName, [...testPicture({ size, rate, seconds }), ...args]);
}

/** The same with a tone of the same length. */
export function soundClip(
  fileName: string,
  { rate = "25", seconds = 0.6 }: { rate?: string; seconds?: number } = {},
  args: readonly string[] = [...QUICK_H264, "-c:a", "aac"],
): string {
  return makeClip(fileName, [...testPicture({ size: "320x180", rate, seconds }), ...testTone({ seconds }), ...args]);
}

/** Fields of a 50-per-second movement woven into 25 frames: every frame shows two moments. */
export function interlacedClip(
  fileName: string,
  order: "tff" | "bff",
  args: readonly string[],
  size = "640x360",
): string {
  // All of it moves, so that one field is never like the next.
  const weave = `scroll=horizontal=0.0125,tinterlace=mode=interleave_${order === "tff" ? "top" : "bottom"},setfield=${order}`;
  return makeClip(fileName, [
    ...testPicture({ size, rate: "50", seconds: 0.4 }),
    "-vf",
    weave,
    "-flags",
    "+ildct+ilme",
    ...args,
  ]);
}

/** Frames left out here and there, the times of the others kept, as phones and screen recorders write. */
export function variableRateClip(fileName: string, rate = "30"): string {
  const drop = "select='not(between(n,5,7)+eq(n,12)+between(n,18,19))'";
  return makeClip(fileName, [
    ...testPicture({ size: "320x180", rate, seconds: 1 }),
    "-vf",
    drop,
    "-fps_mode",
    "passthrough",
    ...QUICK_H264,
  ]);
}

/** A copy of the first `share` of a file's bytes: what a copy that broke off leaves. */
export function cutCopy(source: string, to: string, share: number): string {
  copyFileSync(source, to);
  truncateSync(to, Math.floor(statSync(source).size * share));
  return to;
}

/** A copy with every occurrence of one run of bytes replaced by another of the same length. */
export function patchedCopy(source: string, to: string, from: string, into: string): string {
  const bytes = readFileSync(source);
  let found = 0;
  for (let at = bytes.indexOf(from, 0, "latin1"); at !== -1; at = bytes.indexOf(from, at + 1, "latin1")) {
    bytes.write(into, at, "latin1");
    found++;
  }
  if (found === 0) throw new Error(`${source} has no ${JSON.stringify(from)}`);
  writeFileSync(to, bytes);
  return to;
}

/** A copy in which some bytes in the middle are other ones: a failing disk, a bad cable. */
export function damagedCopy(source: string, to: string, { at, length }: { at: number; length: number }): string {
  copyFileSync(source, to);
  const file = openSync(to, "r+");
  writeSync(file, Buffer.alloc(length, 0x5a), 0, length, Math.floor(statSync(to).size * at));
  closeSync(file);
  return to;
}
