import type { VerificationRow } from "@proxx/contract";
import { toNumber } from "@proxx/media";
import type { Timeline } from "@proxx/renderer";
import { safeArea } from "../look.ts";

/** Whether every subtitle lies where all of it is seen, on any screen; null where there is none. */
export function checkCaptions(timeline: Timeline): VerificationRow | null {
  const captions = timeline.layers.filter(({ picture }) => picture.id.startsWith("caption "));
  if (captions.length === 0) return null;
  const { left, top, right, bottom } = safeArea(timeline);
  const first = captions.find(
    ({ x, y, picture }) => x < left || y < top || x + picture.width > right || y + picture.height > bottom,
  );
  const shown = (from: { x: number; y: number }, to: { x: number; y: number }) =>
    `${from.x},${from.y} to ${to.x},${to.y}`;
  return {
    check: "subtitles_inside",
    expected: `every subtitle within ${shown({ x: left, y: top }, { x: right, y: bottom })}`,
    found:
      first === undefined
        ? `${captions.length} looks of subtitles, all of them`
        : `${shown(first, { x: first.x + first.picture.width, y: first.y + first.picture.height })} at ${(first.from / toNumber(timeline.frameRate)).toFixed(1)} s`,
    pass: first === undefined,
  };
}
