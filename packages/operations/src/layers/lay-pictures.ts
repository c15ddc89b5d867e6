import { filter, type Stream } from "@proxx/media";
import { type Picture, isOpaque, plainPicture, standardForm } from "@proxx/composition";
import { layerPicture, type PlacedPicture } from "./layer-picture.ts";
import type { Canvas, PlannedLayer } from "./plan-layers.ts";

/** The layers' pictures upon each other, from the back to the front. */
export function layPictures(planned: readonly PlannedLayer[], canvas: Canvas, background: string): Picture {
  const layers = planned.map((layer) => ({ ...layerPicture(layer, canvas), at: layer.at }));
  const [backmost] = layers;
  const isGround = backmost !== undefined && backmost.at === 0 && covers(backmost, canvas);
  const { width, height, rate, frames, still } = canvas;
  const ground = isGround
    ? backmost.picture
    : plainPicture({ colour: background, width, height, rate, frames, alpha: !isOpaque(background) });
  const stream = layers.slice(isGround ? 1 : 0).reduce((behind, layer) => laid(behind, layer, canvas), ground.stream);
  return { ...ground, stream: standardForm(stream, ground.alpha), still };
}

/** Whether nothing behind it is ever seen. */
function covers({ picture, x, y }: PlacedPicture, { width, height, frames }: Canvas): boolean {
  const isWhole = x === 0 && y === 0 && picture.width === width && picture.height === height;
  return isWhole && !picture.alpha && picture.frames === frames;
}

function laid(behind: Stream, { picture, x, y, at }: PlacedPicture & { at: number }, { rate, still }: Canvas): Stream {
  // Counted in frames, so that a layer comes and goes with the very one.
  const counted = filter(picture.stream, "settb", { expr: `${rate.denominator}/${rate.numerator}` });
  const late = still ? picture.stream : filter(counted, "setpts", { expr: `N+${at}` });
  // What has ended is gone, not held.
  return filter([behind, late], "overlay", { x, y, format: "yuv420", eof_action: "pass" });
}
