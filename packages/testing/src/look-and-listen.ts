import { spawnSync } from "node:child_process";
import { decodePixels } from "./ask-ffprobe.ts";

export type Colour = [red: number, green: number, blue: number];

/** The average colour of a part of every frame; the part is in shares of width and height. */
export function frameColours(
  path: string,
  { x = 0, y = 0, width = 1, height = 1 }: { x?: number; y?: number; width?: number; height?: number } = {},
): Colour[] {
  const crop = `crop=iw*${width}:ih*${height}:iw*${x}:ih*${y}:exact=0`;
  // Scaled to a single pixel, colours come out wrong.
  const pixels = decodePixels(path, { filter: `${crop},scale=4:4:flags=area:in_color_matrix=bt709` });
  return Array.from({ length: pixels.length / 48 }, (_, frame) => {
    const sum: Colour = [0, 0, 0];
    for (let index = 0; index < 48; index++) sum[index % 3] = (sum[index % 3] ?? 0) + (pixels[frame * 48 + index] ?? 0);
    return [sum[0] / 16, sum[1] / 16, sum[2] / 16];
  });
}

/** The brightness of every frame as it is coded: 16 is black, 235 white. */
export function frameLumas(path: string): number[] {
  const samples = decodePixels(path, { filter: "scale=2:2:flags=area", pixelFormat: "yuv420p" });
  return Array.from({ length: samples.length / 6 }, (_, frame) => samples[frame * 6] ?? 0);
}

/** How far one colour is from another, as the greatest difference of a channel. */
export function distance(one: Colour | undefined, other: Colour): number {
  return one === undefined
    ? Infinity
    : Math.max(...one.map((value, channel) => Math.abs(value - (other[channel] ?? 0))));
}

const RATE = 48_000;

/** A film's first channel, from where its picture begins; full scale is 1. */
export function listen(path: string): Float32Array {
  const steps = `aresample=${RATE}:async=1:first_pts=0,pan=mono|c0=c0`;
  const args = ["-v", "error", "-i", `file:${path}`, "-map", "0:a:0", "-af", steps, "-f", "f32le", "-"];
  const run = spawnSync("ffmpeg", args, { maxBuffer: 512 * 1024 * 1024 });
  if (run.status !== 0) throw new Error(`ffmpeg cannot decode ${path}: ${run.stderr.toString()}`);
  return new Float32Array(new Uint8Array(run.stdout).buffer);
}

/** How loud it is from one time to another, in dB below full scale. */
export function level(sound: Float32Array, from: number, to: number): number {
  const part = sound.subarray(Math.round(from * RATE), Math.round(to * RATE));
  return 20 * Math.log10(Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length) || 1e-9);
}

/** How loud one frequency is in that time, as a sine's level (Goertzel's algorithm). */
export function toneLevel(sound: Float32Array, hertz: number, from: number, to: number): number {
  const part = sound.subarray(Math.round(from * RATE), Math.round(to * RATE));
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / RATE);
  let [last, beforeLast] = [0, 0];
  for (const value of part) [last, beforeLast] = [value + turn * last - beforeLast, last];
  const power = last * last + beforeLast * beforeLast - turn * last * beforeLast;
  return 20 * Math.log10((Math.sqrt(Math.max(power, 0)) * Math.SQRT2) / part.length || 1e-9);
}

/** The times at which it becomes loud after at least a tenth of a second of quiet. */
export function onsets(sound: Float32Array, threshold = 0.1): number[] {
  const times: number[] = [];
  let lastLoud = -Infinity;
  for (const [index, value] of sound.entries()) {
    if (Math.abs(value) < threshold) continue;
    if (index - lastLoud > RATE / 10) times.push(index / RATE);
    lastLoud = index;
  }
  return times;
}
