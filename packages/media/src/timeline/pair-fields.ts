import type { TimeLine } from "./time-line.ts";

/**
 * The time line of frames, for one in which fields are packets with times of their own, as AVCHD cameras write: each second
 * field stands half a frame behind its first. A stream may change between such pairs and frames in one packet.
 */
export function pairFields(timeLine: TimeLine, frameSeconds: number): TimeLine {
  const { times, stepSeconds, shown, toleranceSeconds, firstSeconds } = timeLine;
  if (stepSeconds === null || firstSeconds === null || shown < 2) return timeLine;
  const all = times ?? Array.from({ length: shown }, (_, index) => index * stepSeconds);
  const frames = all.filter((time) => Math.abs(time / frameSeconds - Math.round(time / frameSeconds)) < 0.25);
  if (frames.length === all.length) return timeLine;
  const step = frames.length < 2 ? frameSeconds : (frames.at(-1) ?? 0) / (frames.length - 1);
  const constantRate = frames.every((time, index) => Math.abs(time - index * step) <= toleranceSeconds);
  return {
    ...timeLine,
    shown: frames.length,
    stepSeconds: step,
    constantRate,
    times: constantRate ? null : frames,
  };
}
