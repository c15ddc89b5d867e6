import { segmentSequences, type SegmentSequences } from "./encode/segment-sequences.ts";
import { frameRuns, type FrameRun } from "./timeline/frame-runs.ts";
import { planSegments, type Segment } from "./timeline/plan-segments.ts";
import type { Timeline } from "./timeline/timeline.ts";

interface PlannedTimeline {
  readonly runs: readonly FrameRun[];
  readonly segments: readonly Segment[];
  /** What of each segment is to be coded. */
  readonly sequences: readonly SegmentSequences[];
}

/** A player can begin at least so often. */
const LONGEST_SECONDS = 2;

export function planTimeline(timeline: Timeline): PlannedTimeline {
  const { frameRate, keyFrames } = timeline;
  const runs = frameRuns(timeline);
  const longest = Math.floor((LONGEST_SECONDS * frameRate.numerator) / frameRate.denominator);
  const segments = planSegments(runs, { keyFrames, longest, size: timeline });
  return { runs, segments, sequences: segments.map(segmentSequences) };
}

/** Of each segment of a timeline a name by what it shows: those of one name are one part, whichever movie they are in. */
export function segmentKeys(timeline: Timeline): string[] {
  return planTimeline(timeline).sequences.map(({ key }) => key);
}
