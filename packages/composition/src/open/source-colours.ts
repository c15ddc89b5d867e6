import { filter, type Stream, type VideoFacts } from "@proxx/media";
import { standardForm } from "../picture/scaled.ts";

interface Size {
  width: number;
  height: number;
}

/** A decoded film in the form of a composition: square pixels of this size, BT.709 in limited range, 8 bits. */
export function standardColours(
  decoded: Stream,
  video: VideoFacts,
  { width, height, alpha }: Size & { alpha: boolean },
): Stream {
  const colours = coloursOf(video);
  const mapped = mapColours(decoded, colours);
  const upright = video.rotation % 180 === 0 ? video : { width: video.height, height: video.width };
  const resized = upright.width !== width || upright.height !== height;
  const isStandard =
    video.pixelFormat === (alpha ? "yuva420p" : "yuv420p") && colours.matrix === "bt709" && colours.range === "tv";
  // A picture that has the form already is only marked so: the scaler would copy every frame of it.
  if (mapped === decoded && isStandard && !resized) return standardForm(decoded, alpha);
  const scaled = filter(mapped, "scale", {
    w: width,
    h: height,
    flags: "bicubic+accurate_rnd+full_chroma_int+bitexact",
    ...(mapped === decoded
      ? { in_range: colours.range, ...(colours.matrix === null ? {} : { in_color_matrix: colours.matrix }) }
      : { in_range: "tv", in_color_matrix: "bt709" }),
    out_color_matrix: "bt709",
    out_range: "tv",
  });
  return standardForm(scaled, alpha);
}

interface Colours {
  /** By the scaler's names; null of RGB, which has none. */
  matrix: string | null;
  range: "tv" | "pc";
  /** By zscale's names, where they are not those of BT.709. */
  primaries: string | null;
  transfer: "smpte2084" | "arib-std-b67" | null;
}

const MATRICES: Readonly<Record<string, string>> = {
  bt709: "bt709",
  smpte170m: "bt601",
  bt470bg: "bt601",
  bt2020nc: "bt2020",
  bt2020c: "bt2020",
  smpte240m: "smpte240m",
  fcc: "fcc",
};

// BT.601's two sets differ from BT.709's by less than an eye sees.
const WIDE_PRIMARIES: Readonly<Record<string, string>> = { bt2020: "2020", smpte431: "smpte431", smpte432: "smpte432" };

function coloursOf({ colour, pixel, pixelFormat, width, height }: VideoFacts): Colours {
  const grey = pixel.chroma === "gray" && colour.range !== "tv";
  // A matrix that the file does not name is the one that players take then.
  const usual = width > 1024 || height > 576 ? "bt709" : "bt601";
  const transfer = colour.transfer === "smpte2084" || colour.transfer === "arib-std-b67" ? colour.transfer : null;
  const said = transfer !== null && colour.matrix === null ? "bt2020" : (MATRICES[colour.matrix ?? ""] ?? usual);
  const wide = WIDE_PRIMARIES[colour.primaries ?? (transfer === null ? "" : "bt2020")];
  return {
    matrix: pixel.rgb ? null : said,
    range: colour.range === "pc" || pixelFormat.startsWith("yuvj") || grey || pixel.rgb ? "pc" : "tv",
    primaries: wide ?? null,
    transfer,
  };
}

/** How bright white paper is, by BT.2408. */
const WHITE_NITS = 203;
/** The brightest that most films are graded to. */
const PEAK_NITS = 1000;

// High dynamic range and wide gamuts are brought to what every screen shows. Every option is given: zscale refuses to guess.
function mapColours(decoded: Stream, { matrix, range, primaries, transfer }: Colours): Stream {
  if (transfer === null && primaries === null) return decoded;
  const from = {
    matrixin: matrix === null ? "gbr" : (ZSCALE_MATRICES[matrix] ?? "709"),
    rangein: range === "pc" ? "full" : "limited",
    primariesin: primaries ?? "709",
    transferin: transfer ?? "709",
  };
  const standard = { transfer: "709", matrix: "709", primaries: "709", range: "limited" };
  if (transfer === null) {
    return filter(filter(decoded, "zscale", { ...from, ...standard }), "format", { pix_fmts: "yuv444p" });
  }
  const linear = filter(decoded, "zscale", { ...from, transfer: "linear", npl: WHITE_NITS });
  const light = filter(filter(linear, "format", { pix_fmts: "gbrpf32le" }), "zscale", { primaries: "709" });
  const mapped = filter(light, "tonemap", { tonemap: "mobius", param: 0.7, desat: 0, peak: PEAK_NITS / WHITE_NITS });
  return filter(filter(mapped, "zscale", standard), "format", { pix_fmts: "yuv444p" });
}

const ZSCALE_MATRICES: Readonly<Record<string, string>> = {
  bt709: "709",
  bt601: "170m",
  bt2020: "2020_ncl",
  smpte240m: "240m",
  fcc: "fcc",
};
