import { filter, formatRational, type Stream } from "@proxx/media";
import {
  keyedOut,
  framesIn,
  type Picture,
  ffmpegColour,
  containPicture,
  fitPicture,
  plainPicture,
  standardForm,
  cutPicture,
  timedPicture,
} from "@proxx/composition";
import type { OpenLayer } from "./open-layers.ts";
import { placeLayer, type Box } from "./place-layer.ts";
import type { Canvas, PlannedLayer, Segment } from "./plan-layers.ts";

export interface PlacedPicture {
  picture: Picture;
  /** Of its upper left corner, on the canvas. */
  x: number;
  y: number;
}

/** A layer's picture at the canvas's pace, from its own beginning on, and where it is laid. */
export function layerPicture({ layer, frames, segments }: PlannedLayer, canvas: Canvas): PlacedPicture {
  const [first] = segments;
  if (first === undefined) throw new TypeError("Expected a layer with a clip");
  const box = placeLayer(layer.placement ?? "full", first.clip.picture, canvas);
  const placed = segments.map((segment) => clipPicture(segment, layer, box, canvas));
  const [only] = placed;
  const isOne = only !== undefined && placed.length === 1 && first.at === 0 && first.frames === frames;
  const whole = isOne ? only : { ...box, picture: oneAfterTheOther(placed, segments, box, { ...canvas, frames }) };
  const picture = faded(translucent(whole.picture, layer.opacity ?? 1), layer, canvas);
  return { picture, x: whole.x, y: whole.y };
}

function clipPicture({ clip, frames }: Segment, layer: OpenLayer, box: Box, canvas: Canvas): PlacedPicture {
  const { picture, from } = clip;
  const { rate } = picture;
  const start = Math.min(picture.frames - 1, Math.round((from * rate.numerator) / rate.denominator));
  const begun = picture.still || start === 0 ? picture : cutPicture(picture, start, picture.frames);
  // A picture is made ready once, and then stands.
  const paced = picture.still ? picture : timedPicture(begun, { rate: canvas.rate, frames });
  const keyed = layer.chromaKey === undefined ? paced : keyedOut(paced, layer.chromaKey);
  const fitted = fitInto(keyed, layer.fit ?? (isFull(layer) ? "cover" : "contain"), box);
  if (canvas.still) return fitted;
  return { ...fitted, picture: timedPicture(fitted.picture, { rate: canvas.rate, frames }) };
}

function isFull({ placement = "full" }: OpenLayer): boolean {
  return placement === "full";
}

function fitInto(picture: Picture, fit: "contain" | "cover" | "stretch", box: Box): PlacedPicture {
  const { width, height, anchor } = box;
  if (fit !== "contain") {
    const mode = fit === "cover" ? "crop" : "stretch";
    return { picture: fitPicture(picture, { width, height, anchor, mode }), x: box.x, y: box.y };
  }
  const { inner, x, y } = containPicture(picture, { width, height, anchor });
  return { picture: inner, x: box.x + x, y: box.y + y };
}

/** The clips of a timeline as one picture as large as their box. Where there is none, what is behind shows. */
function oneAfterTheOther(
  placed: readonly PlacedPicture[],
  segments: readonly Segment[],
  box: Box,
  { rate, frames }: Canvas,
): Picture {
  const { width, height } = box;
  const nothing = (length: number) => plainPicture({ colour: "#00000000", width, height, rate, frames: length });
  const parts: Picture[] = [];
  let at = 0;
  for (const [index, segment] of segments.entries()) {
    const one = placed[index];
    if (one === undefined) continue;
    if (segment.at > at) parts.push(nothing(segment.at - at));
    parts.push(inBox(one, box));
    at = segment.at + segment.frames;
  }
  if (at < frames) parts.push(nothing(frames - at));
  const alpha = parts.some((part) => part.alpha);
  const streams = parts.map((part) => (alpha && !part.alpha ? withAlpha(part.stream) : part.stream));
  // Counted anew: `concat` does not know how long a clip of a single frame lasts.
  const joined = filter(streams, "concat", { n: streams.length });
  const clock = filter(joined, "settb", { expr: `${rate.denominator}/${rate.numerator}` });
  const counted = filter(filter(clock, "setpts", { expr: "N" }), "fps", { fps: formatRational(rate) });
  const stream = filter(counted, "trim", { end_frame: frames });
  return { stream, width, height, rate, frames, still: false, alpha };
}

function inBox({ picture, x, y }: PlacedPicture, box: Box): Picture {
  const { width, height } = box;
  if (picture.width === width && picture.height === height) return picture;
  const stream = filter(withAlpha(picture.stream), "pad", {
    w: width,
    h: height,
    x: x - box.x,
    y: y - box.y,
    color: ffmpegColour("#00000000"),
  });
  return { ...picture, stream, width, height, alpha: true };
}

function withAlpha(stream: Stream): Stream {
  return filter(stream, "format", { pix_fmts: "yuva420p" });
}

function translucent(picture: Picture, opacity: number): Picture {
  if (opacity === 1) return picture;
  const stream = standardForm(filter(withAlpha(picture.stream), "lutyuv", { a: `val*${opacity.toFixed(6)}` }), true);
  return { ...picture, stream, alpha: true };
}

function faded(picture: Picture, { fadeIn = 0, fadeOut = 0 }: OpenLayer, { rate, still }: Canvas): Picture {
  const framesOf = (seconds: number) => Math.min(picture.frames, framesIn(seconds, rate));
  let { stream } = picture;
  if (still || (fadeIn === 0 && fadeOut === 0)) return picture;
  stream = withAlpha(stream);
  if (fadeIn > 0)
    stream = filter(stream, "fade", { type: "in", start_frame: 0, nb_frames: framesOf(fadeIn), alpha: true });
  if (fadeOut > 0) {
    const length = framesOf(fadeOut);
    stream = filter(stream, "fade", {
      type: "out",
      start_frame: picture.frames - length,
      nb_frames: length,
      alpha: true,
    });
  }
  return { ...picture, stream, alpha: true };
}
