import type { SourceCompleteness } from "@proxx/contract";
import {
  isHarmlessComplaint,
  isStreamed,
  toNumber,
  type MediaFacts,
  type TimeLine,
  type VideoFacts,
} from "@proxx/media";
import { constantRateOf } from "./constant-rate.ts";

/**
 * Counts what is there against what the header promises. `proven`: the container says how many frames or how long, and
 * so much is there. `declared`: it says how long the whole is, not this track. `unprovable`: it says nothing (transport
 * streams, fragmented MP4).
 */
export function judgeCompleteness(
  facts: MediaFacts,
  video: VideoFacts,
  timeLine: TimeLine,
): { completeness: SourceCompleteness; truncated: string | null } {
  const broken = timeLine.errors.find(
    (line) =>
      /truncat|invalid data|partial file|end of file|corrupt|error reading|io error/i.test(line) &&
      !isHarmlessComplaint(line),
  );
  if (timeLine.packets === 0) return { completeness: "unprovable", truncated: "it holds no frame" };
  if (isStreamed(facts)) {
    return {
      completeness: "unprovable",
      truncated: timeLine.startsWithKey ? null : "every picture needs one before it, and the first one is not there",
    };
  }
  if (broken)
    return {
      completeness: "unprovable",
      truncated: `reading it ends with "${broken.replaceAll(/ @ 0x[0-9a-f]+/g, "")}"`,
    };
  if (video.headerFrames !== null && video.headerFrames > 0) {
    if (timeLine.packets < video.headerFrames && !isFilled(facts, video, timeLine)) {
      return {
        completeness: "proven",
        truncated: `its header promises ${video.headerFrames} frames and ${timeLine.packets} are there`,
      };
    }
    return { completeness: "proven", truncated: null };
  }
  const fragmented = facts.formatNames.includes("mov");
  const declared = video.durationSeconds ?? facts.durationSeconds;
  const reached = timeLine.endSeconds === null ? null : endOfAll(timeLine) - Math.min(0, timeLine.firstSeconds ?? 0);
  if (fragmented || declared === null || reached === null) return { completeness: "unprovable", truncated: null };
  const rate = constantRateOf({ facts, video, timeLine })?.rate ?? null;
  // Half a second: the sound may be the longer track where only the length of the whole is known.
  const slack =
    video.durationSeconds === null ? Math.max(0.5, declared * 0.02) : 2 / (rate === null ? 10 : toNumber(rate));
  if (reached < declared - slack) {
    return {
      completeness: "declared",
      truncated: `it declares ${declared.toFixed(2)} s and the picture ends at ${reached.toFixed(2)} s`,
    };
  }
  return { completeness: video.durationSeconds === null ? "declared" : "proven", truncated: null };
}

/** AVI counts what it leaves empty among its frames: whole, when the last of the others stands where the count ends. */
function isFilled(
  { formatNames }: MediaFacts,
  { timeBase, headerFrames }: VideoFacts,
  { endSeconds }: TimeLine,
): boolean {
  if (!formatNames.includes("avi") || timeBase === null || endSeconds === null) return false;
  return Math.round(endSeconds / toNumber(timeBase)) >= (headerFrames ?? 0) - 1;
}

// A cut ends all tracks. Where the sound goes on to the declared end, the picture is the shorter one, or its last frame is
// held.
function endOfAll({ endSeconds, sound }: TimeLine): number {
  return Math.max(endSeconds ?? 0, ...sound.map((track) => track.endSeconds ?? 0));
}
