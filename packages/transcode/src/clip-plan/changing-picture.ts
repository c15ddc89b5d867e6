import type { Loss } from "@proxx/contract";
import { formatRational, toNumber, type SeenPictures } from "@proxx/media";
import type { ClipPlan } from "./clip-plan.ts";

/** The plan for a source whose picture changes its form on the way, as broadcasts do: all of it fits into the first size. */
export function planForChanges(plan: ClipPlan, { changes, frames }: SeenPictures): ClipPlan {
  const size = `${plan.size.width}x${plan.size.height}`;
  const losses = changes.slice(0, 20).map(({ atSeconds, width, height, sampleAspect, pixelFormat }): Loss => {
    const shape = toNumber(sampleAspect) === 1 ? "" : ` with pixels of ${formatRational(sampleAspect)}`;
    return {
      property: "picture_change",
      from: `${width}x${height}${shape}, ${pixelFormat}, from ${atSeconds.toFixed(3)} s on`,
      to: `fitted into ${size}`,
      reason: "the picture changes on the way, and a proxy has one size: the first one's",
    };
  });
  return { ...plan, fits: true, losses: [...plan.losses, ...losses, ...droppedFrames(plan, frames)] };
}

/** Of MPEG-2, ffmpeg's decoder forgets the picture that it holds back when another form begins. */
function droppedFrames({ source: { timeLine } }: ClipPlan, frames: number): Loss[] {
  if (frames >= timeLine.shown) return [];
  const reason = "ffmpeg's decoder drops the picture that it holds back where the picture changes";
  return [{ property: "dropped_frames", from: `${timeLine.shown} frames`, to: `${frames} frames`, reason }];
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
