import { createHash } from "node:crypto";
import { ENCODER_VERSION } from "./encode/encoder-arguments.ts";
import { frameRuns } from "./timeline/frame-runs.ts";
import type { Timeline } from "./timeline/timeline.ts";

/** The same for timelines that become the same movie, for as long as it is rendered in the same way. */
export function timelineKey(timeline: Timeline): string {
  const { width, height, frameRate, background, keyFrames } = timeline;
  const hash = createHash("sha256");
  hash.update(JSON.stringify([ENCODER_VERSION, width, height, frameRate, background, keyFrames]));
  for (const { key, count } of frameRuns(timeline)) hash.update(JSON.stringify([key, count]));
  return hash.digest("hex");
}
