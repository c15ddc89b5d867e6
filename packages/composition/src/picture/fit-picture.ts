import type { Anchor } from "@proxx/contract";
import { filter, type Stream } from "@proxx/media";
import type { Picture } from "../composition.ts";
import { even } from "../exact-streams.ts";
import { ffmpegColour } from "./ffmpeg-colour.ts";
import { overBackground } from "./over-background.ts";
import { plainPicture } from "./plain-picture.ts";
import { scaled, standardForm } from "./scaled.ts";

export interface Fit {
  width: number;
  height: number;
  /** crop fills the frame and cuts what is over, pad and blur show all of the picture, stretch bends it. */
  mode: "crop" | "pad" | "blur" | "stretch";
  /** Which part `crop` keeps, where the others put the picture. @default "center" */
  anchor?: Anchor | undefined;
  /** What `crop` keeps in view, as shares of width and height. Goes before the anchor. */
  focus?: { x: number; y: number } | undefined;
  /** `#rrggbbaa`, of what `pad` adds. @default black, of a picture with alpha transparent */
  background?: string | undefined;
}

/** A picture in a frame of another size. */
export function fitPicture(given: Picture, fit: Fit): Picture {
  const [width, height] = [even(fit.width), even(fit.height)];
  const upon = fit.mode === "pad" ? fit.background : undefined;
  const picture = upon === undefined ? given : overBackground(given, upon);
  if (picture.width === width && picture.height === height) return picture;
  if (fit.mode === "stretch" || isSameShape(picture, { width, height })) return resized(picture, { width, height });
  const size = { ...fit, width, height };
  if (fit.mode === "crop") return cropped(picture, size);
  return fit.mode === "pad" ? padded(picture, size) : blurred(picture, size);
}

/** Where an anchor is, as shares of the width and the height from 0 to 1. */
export function anchorShares(anchor: Anchor): { x: number; y: number } {
  return {
    x: anchor.endsWith("left") ? 0 : anchor.endsWith("right") ? 1 : 0.5,
    y: anchor.startsWith("top") ? 0 : anchor.startsWith("bottom") ? 1 : 0.5,
  };
}

/** The largest part of a picture that has the shape of a frame. */
export function largestPart(
  picture: { width: number; height: number },
  shape: { width: number; height: number },
): { width: number; height: number } {
  const scale = Math.min(picture.width / shape.width, picture.height / shape.height);
  return {
    width: Math.min(picture.width, even(shape.width * scale)),
    height: Math.min(picture.height, even(shape.height * scale)),
  };
}

export function resized(picture: Picture, { width, height }: { width: number; height: number }): Picture {
  if (picture.width === width && picture.height === height) return picture;
  const stream = standardForm(scaled(picture.stream, { width, height }), picture.alpha);
  return { ...picture, stream, width, height };
}

// Sides are even numbers, so that a shape can only be met to within a pixel.
function isSameShape(picture: Picture, { width, height }: { width: number; height: number }): boolean {
  const scale = width / picture.width;
  return Math.abs(picture.height * scale - height) <= Math.max(1, scale);
}

function cropped(picture: Picture, { width, height, anchor = "center", focus }: Fit): Picture {
  // Cropped before it is scaled, so that nothing is scaled that is not seen.
  const part = largestPart(picture, { width, height });
  const shares = anchorShares(anchor);
  const room = { x: picture.width - part.width, y: picture.height - part.height };
  const x = focus === undefined ? room.x * shares.x : focus.x * picture.width - part.width / 2;
  const y = focus === undefined ? room.y * shares.y : focus.y * picture.height - part.height / 2;
  const stream = filter(picture.stream, "crop", {
    w: part.width,
    h: part.height,
    x: evenWithin(x, room.x),
    y: evenWithin(y, room.y),
  });
  return resized({ ...picture, ...part, stream }, { width, height });
}

function padded(picture: Picture, { width, height, anchor = "center", background }: Fit): Picture {
  const colour = background ?? (picture.alpha ? "#00000000" : "#000000ff");
  const { inner, ...place } = containPicture(picture, { width, height, anchor });
  // `pad` costs the least, but paints by a matrix of its own; greys are the same in every matrix.
  const isGrey = colour.slice(1, 3) === colour.slice(3, 5) && colour.slice(3, 5) === colour.slice(5, 7);
  const isPlain = picture.alpha ? colour.endsWith("00") : colour.endsWith("ff");
  if (isGrey && isPlain) {
    const stream = filter(inner.stream, "pad", { w: width, h: height, ...place, color: ffmpegColour(colour) });
    return { ...picture, stream, width, height };
  }
  return laidUpon(plainPicture({ colour, width, height, rate: picture.rate, frames: picture.frames }), inner, place);
}

/** How many pixels the shorter side of the blurred copy has: the blur takes away all finer detail anyway. */
const BLUR_SIDE = 72;
const BLUR_SIGMA = 5;
const BLUR_LIGHT = 0.72;

function blurred(picture: Picture, { width, height, anchor = "center" }: Fit): Picture {
  const shrink = Math.min(1, BLUR_SIDE / Math.min(width, height));
  const small = { width: even(width * shrink), height: even(height * shrink) };
  const part = largestPart(picture, { width, height });
  const cut = filter(picture.stream, "crop", {
    w: part.width,
    h: part.height,
    x: evenWithin((picture.width - part.width) / 2, picture.width - part.width),
    y: evenWithin((picture.height - part.height) / 2, picture.height - part.height),
  });
  const soft = filter(scaled(cut, small, "area"), "gblur", { sigma: BLUR_SIGMA, steps: 2 });
  const dark = filter(soft, "lutyuv", { y: `(val-16)*${BLUR_LIGHT}+16` });
  const stream = standardForm(scaled(dark, { width, height }), picture.alpha);
  const { inner, ...place } = containPicture(picture, { width, height, anchor });
  return laidUpon({ ...picture, stream, width, height }, inner, place);
}

/** The whole picture, as large as a frame holds it, and where in the frame it is put. */
export function containPicture(
  picture: Picture,
  { width, height, anchor = "center" }: { width: number; height: number; anchor?: Anchor | undefined },
): { inner: Picture; x: number; y: number } {
  const scale = Math.min(width / picture.width, height / picture.height);
  const inner = resized(picture, {
    width: Math.min(width, even(picture.width * scale)),
    height: Math.min(height, even(picture.height * scale)),
  });
  const shares = anchorShares(anchor);
  return {
    inner,
    x: evenWithin((width - inner.width) * shares.x, width - inner.width),
    y: evenWithin((height - inner.height) * shares.y, height - inner.height),
  };
}

function laidUpon(ground: Picture, inner: Picture, { x, y }: { x: number; y: number }): Picture {
  const stream: Stream = filter([ground.stream, inner.stream], "overlay", { x, y, format: "yuv420" });
  return {
    ...inner,
    stream: standardForm(stream, ground.alpha),
    width: ground.width,
    height: ground.height,
    alpha: ground.alpha,
  };
}

// Two pixels in each direction share their colour: a cut between them would shift it.
function evenWithin(position: number, room: number): number {
  return Math.min(Math.max(0, Math.round(position / 2) * 2), Math.floor(room / 2) * 2);
}
