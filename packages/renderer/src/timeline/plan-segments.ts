import { findBlends, type Blended } from "./blends.ts";
import type { FrameRun } from "./frame-runs.ts";
import type { FrameSize } from "./rectangle.ts";

/** What lies between two key pictures: pictures that are coded, and what is shown of them for how long. */
export interface Segment extends Blended {
  readonly from: number;
}

/**
 * Cuts runs into segments, each of which begins with a key picture: where one is wished, and before `longest` frames are
 * over. A picture that comes to stay is the best place for one: it has to be coded well in any case, and what lies before
 * and after it does not depend on when it comes. Two key pictures never follow each other at once.
 */
export function planSegments(
  runs: readonly FrameRun[],
  { keyFrames, longest, size }: { keyFrames: readonly number[]; longest: number; size: FrameSize },
): Segment[] {
  const last = runs.at(-1);
  const frames = last === undefined ? 0 : last.from + last.count;
  const wished = [...new Set(keyFrames)].sort((one, other) => one - other);
  const settled = runs.filter(({ count }) => count > 1).map(({ from }) => from);
  const segments: Segment[] = [];
  for (let from = 0; from < frames;) {
    const next = wished.find((frame) => frame > from + 1) ?? frames;
    const to = next <= from + longest ? next : cutBefore(next, pictureThatStays(settled, { from, next, longest }));
    segments.push({ from, ...findBlends(picturesOf(runs, from, to), size) });
    from = to;
  }
  return segments;
}

/** The last that still leaves no more segments behind it than there have to be: key pictures are most of a file. */
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

function picturesOf(runs: readonly FrameRun[], from: number, to: number) {
  const pictures = runs.filter((run) => run.from < to && run.from + run.count > from);
  return pictures.map((run) => ({ run, count: Math.min(to, run.from + run.count) - Math.max(from, run.from) }));
}
