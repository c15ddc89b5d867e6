import { filter, type Stream } from "@proxx/media";

interface Size {
  width: number;
  height: number;
}

/** A picture in another size, in the colours that all pictures of a composition have. Takes RGB as well. */
export function scaled(
  stream: Stream,
  { width, height }: Size,
  algorithm: "bicubic" | "bilinear" | "area" = "bicubic",
) {
  return filter(stream, "scale", {
    w: width,
    h: height,
    flags: `${algorithm}+accurate_rnd+full_chroma_int+bitexact`,
    out_color_matrix: "bt709",
    out_range: "tv",
  });
}

/** A stream in the pixel format of all pictures of a composition, marked as having their colours, which it must have. */
export function standardForm(stream: Stream, alpha: boolean): Stream {
  const square = filter(stream, "setsar", { sar: 1 });
  const format = filter(square, "format", { pix_fmts: alpha ? "yuva420p" : "yuv420p" });
  return filter(format, "setparams", {
    range: "tv",
    color_primaries: "bt709",
    color_trc: "bt709",
    colorspace: "bt709",
    field_mode: "prog",
  });
}
