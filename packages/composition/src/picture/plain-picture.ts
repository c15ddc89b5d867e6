import { filter, filterTo, type Rational } from "@proxx/media";
import type { Picture } from "../composition.ts";
import { ffmpegColour, isOpaque } from "./ffmpeg-colour.ts";
import { scaled, standardForm } from "./scaled.ts";

interface PlainPicture {
  /** `#rrggbbaa`. */
  colour: string;
  width: number;
  height: number;
  rate: Rational;
  frames: number;
  /** @default whether the colour is not opaque */
  alpha?: boolean;
}

/** A picture that is one colour all over: what others are laid upon. */
export function plainPicture({
  colour,
  width,
  height,
  rate,
  frames,
  alpha = !isOpaque(colour),
}: PlainPicture): Picture {
  const source = filterTo([], "video", "color", {
    c: ffmpegColour(colour),
    s: `${width}x${height}`,
    r: `${rate.numerator}/${rate.denominator}`,
  });
  const first = filter(source, "trim", { end_frame: 1 });
  // Left to choose, `color` paints YUV, and by the matrix of BT.601 whatever the picture is in.
  const painted = filter(first, "format", { pix_fmts: alpha ? "gbrap" : "gbrp" });
  const one = standardForm(scaled(painted, { width, height }), alpha);
  const stream = frames === 1 ? one : filter(one, "loop", { loop: frames - 1, size: 1 });
  return { stream, width, height, rate, frames, still: false, alpha };
}
