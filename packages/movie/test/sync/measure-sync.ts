import { readFileSync } from "node:fs";
import { readSubRip } from "@proxx/media";
import { askFfprobe } from "@proxx/testing";
import { frameLumas, listen } from "@proxx/testing/look-and-listen";

const SAMPLE_RATE = 48_000;

export interface Sync {
  seconds: number;
  subtitles: number;
  /** The greatest distance of a subtitle's start from what is heard, in milliseconds. */
  worstSubtitleMs: number;
  changes: number;
  /** The greatest distance of a slide's change from where the file's chapter begins, in frames. */
  worstChangeFrames: number;
  /** By how much the distance of subtitles grows from the first tenth of the movie to the last, in frames. */
  driftFrames: number;
}

/** Looks at a finished file only: what is heard, what is seen, what lies beside it. */
export function measureSync({ path, subtitles }: { path: string; subtitles: string }): Sync {
  const { chapters, video, format } = askFfprobe(path);
  const rate = rateOf(video.r_frame_rate);
  const onsets = onsetsOf(listen(path));
  const cues = readSubRip(readFileSync(subtitles, "utf8")).map(({ start }) => start);
  if (cues.length !== onsets.length) throw new Error(`${cues.length} subtitles, and ${onsets.length} lines are heard`);
  const late = cues.map((start, index) => start - (onsets[index] ?? 0));
  const begins = chapters.map(({ start_time }) => Number(start_time) * rate).slice(1);
  const seen = changesOf(frameLumas(path));
  if (begins.length !== seen.length) throw new Error(`${begins.length} chapters, and ${seen.length} changes are seen`);
  const tenth = Math.max(1, Math.floor(late.length / 10));
  return {
    seconds: Number(format.duration),
    subtitles: cues.length,
    worstSubtitleMs: 1000 * Math.max(...late.map(Math.abs)),
    changes: seen.length,
    worstChangeFrames: Math.max(0, ...begins.map((begin, index) => Math.abs(begin - (seen[index] ?? 0)))),
    driftFrames: rate * Math.abs(mean(late.slice(-tenth)) - mean(late.slice(0, tenth))),
  };
}

/** Where something is heard after a fifth of a second of silence, in seconds. */
function onsetsOf(sound: Float32Array): number[] {
  const [threshold, least] = [0.01, 0.2 * SAMPLE_RATE];
  const onsets: number[] = [];
  let last = -Infinity;
  for (const [index, value] of sound.entries()) {
    if (Math.abs(value) < threshold) continue;
    if (index - last > least) onsets.push(index / SAMPLE_RATE);
    last = index;
  }
  return onsets;
}

/** The frames that differ from the one before after many that did not; not where the movie fades at its end. */
function changesOf(lumas: readonly number[]): number[] {
  const changes: number[] = [];
  let last = -Infinity;
  for (let index = 1; index < lumas.length - 30; index++) {
    if (Math.abs((lumas[index] ?? 0) - (lumas[index - 1] ?? 0)) < 3) continue;
    if (index - last > 10) changes.push(index);
    last = index;
  }
  return changes;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function rateOf(text: string | undefined): number {
  const [numerator = 0, denominator = 1] = (text ?? "").split("/").map(Number);
  return numerator / denominator;
}
