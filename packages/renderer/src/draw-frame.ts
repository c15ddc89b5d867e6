import { createCanvas } from "./picture/compose-frame.ts";
import { createPlaneCache } from "./picture/plane-cache.ts";
import { seenAt } from "./timeline/frame-runs.ts";
import type { Timeline } from "./timeline/timeline.ts";

/** One frame of a timeline, as it is before it is coded: the brightness of its pixels, row by row. 16 is black, 235 white. */
export async function drawFrame(timeline: Timeline, frame: number): Promise<Uint8Array> {
  const there = timeline.layers.filter(({ from, to }) => from <= frame && to > frame);
  const drawn = await createCanvas(timeline, createPlaneCache()).draw(seenAt(there, frame, timeline));
  return drawn.subarray(0, timeline.width * timeline.height);
}
