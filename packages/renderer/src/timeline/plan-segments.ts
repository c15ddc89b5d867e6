import { findBlends, type Blended } from "./blends.ts";
import type { FrameRun } from "./frame-runs.ts";
import type { FrameSize } from "./rectangle.ts";

/** A key picture and what follows it: pictures that are coded, and what is shown of them for how long. */
interface PictureGroup extends Blended {
  readonly from: number;
}

/** What lies between two key pictures that were wished. It is made by itself, and the same wherever it stands. */
export interface Segment {
  readonly from: number;
  readonly groups: readonly PictureGroup[];
}

/**
 * Cuts runs into segments where key pictures are wished, and each of them into groups, so that there is a key picture before
 * `longest` frames are over. How a segment is cut does not depend on what stands before or behind it. Two key pictures never
 * follow each other at once.
 */
export function planSegments(
  runs: readonly FrameRun[],
  { keyFrames, longest, size }: { keyFrames: readonly number[]; longest: number; size: FrameSize },
): Segment[] {
  const last = runs.at(-1);
  const frames = last === undefined ? 0 : last.from + last.count;
  const wished = [...new Set(keyFrames)].sort((one, other) => one - other);
  const segments: Segment[] = [];
  for (let from = 0; from < frames;) {
    const next = wished.find((frame) => frame > from + 1 && frame < frames) ?? frames;
    segments.push({ from, groups: groupsOf(runsBetween(runs, from, next), { to: next, longest, size }) });
    from = next;
  }
  return segments;
}

/** A picture that comes to stay is the best one to begin a group with: it has to be coded well in any case. */
function groupsOf(
  runs: readonly FrameRun[],
  { to: end, longest, size }: { to: number; longest: number; size: FrameSize },
): PictureGroup[] {
  const settled = runs.filter(({ count }) => count > 1).map(({ from }) => from);
  const groups: PictureGroup[] = [];
  for (let from = runs[0]?.from ?? end; from < end;) {
    const to = end <= from + longest ? end : cutBefore(end, pictureThatStays(settled, { from, next: end, longest }));
    const pictures = runsBetween(runs, from, to).map((run) => ({ run, count: run.count }));
    groups.push({ from, ...findBlends(pictures, size) });
    from = to;
  }
  return groups;
}

/** The last that still leaves no more groups behind it than there have to be: key pictures are most of a file. */
function pictureThatStays(
  settled: readonly number[],
  { from, next, longest }: { from: number; next: number; longest: number },
): number {
  const count = Math.ceil((next - from) / longest);
  const earliest = next - (count - 1) * longest;
  const last = settled.findLast((frame) => frame <= from + longest);
  return last !== undefined && last >= earliest && last > from + 1 ? last : from + longest;
}

/** Never so that a single frame is left before the next key picture that was wished. */
function cutBefore(next: number, cut: number): number {
  return cut === next - 1 ? cut - 1 : cut;
}

/** What of the runs lies between two frames. */
function runsBetween(runs: readonly FrameRun[], from: number, to: number): FrameRun[] {
  return runs
    .filter((run) => run.from < to && run.from + run.count > from)
    .map((run) => {
      const begins = Math.max(from, run.from);
      return { ...run, from: begins, count: Math.min(to, run.from + run.count) - begins };
    });
}
