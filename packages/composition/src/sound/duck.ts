import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileUrl, filter, inputStream, wavFile, type GraphInput } from "@proxx/media";
import { SAMPLE_RATE, type Sound } from "../composition.ts";
import { exactSamples, standardSamples } from "../exact-streams.ts";

/** When something is heard, in seconds. */
export interface Stretch {
  start: number;
  end: number;
}

/** A shorter silence is a breath, in which nothing is turned up. */
const BREATH_SECONDS = 0.6;

/** Down before the first word, so that it is not drowned; up again without haste. */
const ATTACK_SECONDS = 0.15;
const RELEASE_SECONDS = 0.5;
/** Of the curve that the sound is turned down by: it is slow. */
const CURVE_RATE = 1000;

/**
 * A sound turned down by so many decibels while something else is heard. A compressor would do it by as much as the other
 * is loud; a curve that the sound is multiplied by does it by exactly as much as was asked for, and begins in time.
 */
export function duck(sound: Sound, heard: readonly Stretch[], decibels: number): Sound {
  const input: GraphInput = {
    prepare: async (workDir) => {
      const path = join(workDir, "curve.wav");
      const length = Math.ceil((sound.samples / SAMPLE_RATE) * CURVE_RATE) + CURVE_RATE;
      await writeFile(path, wavFile(curveOf(heard, 10 ** (-decibels / 20), length), CURVE_RATE));
      return ["-f", "wav", "-i", fileUrl(path)];
    },
  };
  const fast = filter(inputStream(input, "audio"), "aresample", { sample_rate: SAMPLE_RATE });
  // Mono is at its own level on both sides, as the gain is.
  const both = filter(fast, "pan", { args: "stereo|c0=c0|c1=c0" });
  const curve = exactSamples(standardSamples(both), sound.samples);
  return { ...sound, stream: filter([sound.stream, curve], "amultiply") };
}

const FULL = 32767;

/** The gain at each moment, 1 as the largest number there is. */
function curveOf(heard: readonly Stretch[], low: number, length: number): Int16Array {
  const curve = new Int16Array(length).fill(FULL);
  for (const { start, end } of joinedStretches(heard)) {
    const from = Math.max(0, Math.floor((start - ATTACK_SECONDS) * CURVE_RATE));
    const to = Math.min(length, Math.ceil((end + RELEASE_SECONDS) * CURVE_RATE));
    for (let index = from; index < to; index++) {
      const time = index / CURVE_RATE;
      const away = time < start ? (start - time) / ATTACK_SECONDS : Math.max(0, time - end) / RELEASE_SECONDS;
      // Even in decibels, which is even to the ear.
      const gain = low === 0 ? Math.min(1, away) : low ** (1 - Math.min(1, away));
      curve[index] = Math.min(curve[index] ?? FULL, Math.round(FULL * gain));
    }
  }
  return curve;
}

/** Stretches with no more than a breath between them are one. */
export function joinedStretches(heard: readonly Stretch[]): Stretch[] {
  const joined: Stretch[] = [];
  for (const stretch of heard) {
    const last = joined.at(-1);
    if (last !== undefined && stretch.start - last.end < BREATH_SECONDS) last.end = stretch.end;
    else joined.push({ ...stretch });
  }
  return joined;
}
