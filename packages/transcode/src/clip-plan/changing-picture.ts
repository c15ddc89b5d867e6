import type { Loss } from "@proxx/contract";
import { formatRational, toNumber, type SeenPictures } from "@proxx/media";
import type { ClipPlan } from "./clip-plan.ts";

/** The plan for a source whose picture changes its form on the way, as broadcasts do: all of it fits into the first size. */
export function planForChanges(plan: ClipPlan, seen: SeenPictures): ClipPlan {
  const size = `${plan.size.width}x${plan.size.height}`;
  const missing = missingFrames(plan, seen);
  const losses = seen.changes.slice(0, 20).map((change): Loss => {
    const { width, height, sampleAspect, pixelFormat } = change;
    const atSeconds = timeOf(change, plan, missing);
    const shape = toNumber(sampleAspect) === 1 ? "" : ` with pixels of ${formatRational(sampleAspect)}`;
    return {
      property: "picture_change",
      from: `${width}x${height}${shape}, ${pixelFormat}, from ${atSeconds.toFixed(3)} s on`,
      to: `fitted into ${size}`,
      reason: "the picture changes on the way, and a proxy has one size: the first one's",
    };
  });
  const changing = { framesBefore: seen.changes[0]?.framesBefore ?? 0, missing };
  return { ...plan, changing, losses: [...plan.losses, ...losses, ...droppedFrames(plan, seen)] };
}

/**
 * Of MPEG-2, ffmpeg's decoder forgets the picture that it holds back when another form begins: the numbers of those that are
 * then not there. Where more are gone than that, nobody knows which.
 */
function missingFrames({ source: { timeLine } }: ClipPlan, { changes, frames }: SeenPictures): number[] {
  const dropped = timeLine.shown - frames;
  if (dropped <= 0 || dropped > changes.length) return [];
  return changes.slice(0, dropped).map(({ framesBefore }, index) => framesBefore + index);
}

function timeOf(
  { atSeconds, framesBefore }: SeenPictures["changes"][number],
  { constant }: ClipPlan,
  missing: readonly number[],
): number {
  if (constant === null) return atSeconds;
  const before = missing.filter((number, index) => number - index <= framesBefore).length;
  return (framesBefore + before) / toNumber(constant.rate);
}

function droppedFrames({ source: { timeLine }, constant }: ClipPlan, { frames }: SeenPictures): Loss[] {
  if (frames >= timeLine.shown) return [];
  const from = `${timeLine.shown - frames} of ${timeLine.shown}`;
  const to = constant === null ? "none" : "the frame before them, again";
  const reason = "ffmpeg's decoder drops the picture that it holds back where the picture changes";
  return [{ property: "dropped_frames", from, to, reason }];
}

/** The scaler's size for each frame by itself, undistorted, and the bars around it. */
export function fittingSize({ size }: ClipPlan): { size: string; bars: string } {
  const { width, height, sampleAspect } = size;
  const shape = (width * toNumber(sampleAspect)) / height;
  // Shapes within one per cent are the same: television has 704 and 720 pixels for one width.
  const by = (fill: number, wider: boolean, fitted: string) =>
    `if(lt(abs(dar/${shape.toFixed(6)}-1)\\,0.01)\\,${fill}\\,if(${wider ? "gt" : "lt"}(dar\\,${shape.toFixed(6)})\\,${fill}\\,${fitted}))`;
  const fittedWidth = `2*round(${height}*dar/${toNumber(sampleAspect).toFixed(6)}/2)`;
  const fittedHeight = `2*round(${width}*${toNumber(sampleAspect).toFixed(6)}/dar/2)`;
  return {
    size: `w=${by(width, true, fittedWidth)}:h=${by(height, false, fittedHeight)}:eval=frame`,
    bars: `pad=${width}:${height}:-1:-1:eval=frame`,
  };
}
