import { decodePixels, decodeSound } from "@proxx/testing";

export type Colour = [red: number, green: number, blue: number];

/** The average colour of a part of every frame; the part is in shares of width and height. */
export function frameColours(
  path: string,
  { x = 0, y = 0, width = 1, height = 1 }: { x?: number; y?: number; width?: number; height?: number } = {},
): Colour[] {
  const crop = `crop=iw*${width}:ih*${height}:iw*${x}:ih*${y}:exact=0`;
  const pixels = decodePixels(path, { filter: `${crop},scale=1:1:flags=area` });
  return Array.from({ length: pixels.length / 3 }, (_, frame) => [
    pixels[frame * 3] ?? 0,
    pixels[frame * 3 + 1] ?? 0,
    pixels[frame * 3 + 2] ?? 0,
  ]);
}

/** How far one colour is from another, as the greatest difference of a channel. */
export function distance(one: Colour | undefined, other: Colour): number {
  return one === undefined ? Infinity : Math.max(...one.map((value, channel) => Math.abs(value - (other[channel] ?? 0))));
}

const RATE = 48_000;

/** A film's left channel, from where its picture begins; full scale is 1. */
export function listen(path: string): Float64Array {
  const both = decodeSound(path, RATE);
  return Float64Array.from({ length: both.length / 2 }, (_, index) => (both[index * 2] ?? 0) / 32_768);
}

/** How loud it is from one time to another, in dB below full scale. */
export function level(sound: Float64Array, from: number, to: number): number {
  const part = sound.subarray(Math.round(from * RATE), Math.round(to * RATE));
  return 20 * Math.log10(Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length) || 1e-9);
}

/** How loud one frequency is in that time, as a sine's level (Goertzel's algorithm). */
export function toneLevel(sound: Float64Array, hertz: number, from: number, to: number): number {
  const part = sound.subarray(Math.round(from * RATE), Math.round(to * RATE));
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / RATE);
  let [last, beforeLast] = [0, 0];
  for (const value of part) [last, beforeLast] = [value + turn * last - beforeLast, last];
  const power = last * last + beforeLast * beforeLast - turn * last * beforeLast;
  return 20 * Math.log10((Math.sqrt(Math.max(power, 0)) * Math.SQRT2) / part.length || 1e-9);
}

/** The times at which it becomes loud after at least a tenth of a second of quiet. */
export function onsets(sound: Float64Array, threshold = 0.1): number[] {
  const times: number[] = [];
  let lastLoud = -Infinity;
  for (const [index, value] of sound.entries()) {
    if (Math.abs(value) < threshold) continue;
    if (index - lastLoud > RATE / 10) times.push(index / RATE);
    lastLoud = index;
  }
  return times;
}
