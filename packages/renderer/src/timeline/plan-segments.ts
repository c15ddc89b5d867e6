import type { FrameRun } from "./frame-runs.ts";

/** What lies between two key pictures: pictures, and how long each is shown. */
export interface Segment {
  readonly from: number;
  readonly pictures: readonly FrameRun[];
  /** Of each picture, in frames. */
  readonly counts: readonly number[];
}

/**
 * Cuts runs into segments, each of which begins with a key picture: where one is wished, and before `longest` frames are
 * over. A picture that comes to stay is the best place for one: it has to be coded well in any case, and what lies before
 * and after it does not depend on when it comes. Two key pictures never follow each other at once.
 */
export function planSegments(
  runs: readonly FrameRun[],
  { keyFrames, longest }: { keyFrames: readonly number[]; longest: number },
): Segment[] {
  const last = runs.at(-1);
  const frames = last === undefined ? 0 : last.from + last.count;
  const wished = [...new Set(keyFrames)].sort((one, other) => one - other);
  const settled = runs.filter(({ count }) => count > 1).map(({ from }) => from);
  const segments: Segment[] = [];
  for (let from = 0; from < frames;) {
    const next = wished.find((frame) => frame > from + 1) ?? frames;
    const to = next <= from + longest ? next : cutBefore(next, pictureThatStays(settled, { from, next, longest }));
    segments.push(segmentOf(runs, from, to));
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

function segmentOf(runs: readonly FrameRun[], from: number, to: number): Segment {
  const pictures = runs.filter((run) => run.from < to && run.from + run.count > from);
  const counts = pictures.map((run) => Math.min(to, run.from + run.count) - Math.max(from, run.from));
  return { from, pictures, counts };
}
