import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Timeline } from "@proxx/renderer";
import { createCanvas } from "../../../packages/renderer/src/picture/compose-frame.ts";
import { createPlaneCache } from "../../../packages/renderer/src/picture/plane-cache.ts";
import { runEncoder } from "../../../packages/renderer/src/encode/run-encoder.ts";
import { frameRuns } from "../../../packages/renderer/src/timeline/frame-runs.ts";

/** Every frame of a timeline as it is to be, without any loss. */
export async function writeExact(timeline: Timeline, path: string): Promise<void> {
  const { width, height } = timeline;
  const raw = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", `${width}x${height}`, "-r", "30", "-i", "pipe:0"];
  const lossless = ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", path];
  await runEncoder({
    ffmpeg: "ffmpeg",
    args: ["-v", "error", "-y", ...raw, ...lossless],
    doing: "writing every frame",
    input: everyFrame(timeline),
  });
}

async function* everyFrame(timeline: Timeline): AsyncGenerator<Uint8Array> {
  const canvas = createCanvas(timeline, createPlaneCache());
  for (const { states, count } of frameRuns(timeline)) {
    // The canvas draws the next one into the same bytes.
    const frame = Uint8Array.from(await canvas.draw(states));
    for (let shown = 0; shown < count; shown++) yield frame;
  }
}

export interface Likeness {
  mean: number;
  least: number;
}

/** SSIM of the brightness of every frame. */
export function likenessTo(exact: string, path: string): Likeness {
  const figures = `${path}.ssim`;
  runFfmpeg(["-i", path, "-i", exact, "-lavfi", `[0:v][1:v]ssim=stats_file=${figures}`, "-f", "null", "-"]);
  const values = [...readFileSync(figures, "utf8").matchAll(/ Y:([\d.]+)/g)].map(([, value]) => Number(value));
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, least: Math.min(...values) };
}

/** How many bytes ordinary x264 of the same preset takes for pictures that are as like the exact ones on the average. */
export function ordinaryBytesAt(mean: number, exact: string, folder: string): number {
  const tried = [18, 21, 24, 27].map((crf) => {
    const path = join(folder, `ordinary-${crf}.mp4`);
    runFfmpeg(["-y", "-i", exact, "-an", "-c:v", "libx264", "-preset", "veryfast", "-crf", String(crf), path]);
    return { bytes: statSync(path).size, likeness: likenessTo(exact, path).mean };
  });
  const better = tried.findLast(({ likeness }) => likeness >= mean) ?? tried[0];
  const worse = tried.find(({ likeness }) => likeness < mean) ?? tried.at(-1);
  if (better === undefined || worse === undefined || better.likeness === worse.likeness) return better?.bytes ?? 0;
  const share = (better.likeness - mean) / (better.likeness - worse.likeness);
  return Math.exp(Math.log(better.bytes) * (1 - share) + Math.log(worse.bytes) * share);
}

function runFfmpeg(args: readonly string[]): void {
  const { status, stderr } = spawnSync("ffmpeg", ["-v", "error", "-nostdin", ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}
