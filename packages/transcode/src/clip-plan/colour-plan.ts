import type { CheckedJobSpec, Loss } from "@proxx/contract";
import type { ColourFacts, VideoFacts } from "@proxx/media";

type Tag = "primaries" | "transfer" | "matrix";
/** What a tag is called in an output, where that is another name for the same numbers; `null` where it cannot be said. */
type Renaming = Readonly<Partial<Record<Tag, Readonly<Record<string, string | null>>>>>;

// Measured with ffmpeg 5.1. MXF has one label for the curves of BT.601 and BT.709 and one for both 601 matrices: the
// same numbers under one name. VP9 has a list of its own.
const IN_MXF: Renaming = {
  primaries: { smpte240m: "smpte170m", bt470m: null, film: null, ebu3213: null },
  transfer: {
    smpte170m: "bt709",
    "bt2020-12": "bt2020-10",
    bt470bg: null,
    log100: null,
    log316: null,
    "iec61966-2-1": null,
  },
  matrix: { smpte170m: "bt470bg", fcc: null, ycgco: null, bt2020c: null, smpte2085: null, ictcp: null, ...derived() },
};
const IN_VP9: Renaming = {
  matrix: { fcc: null, ycgco: null, bt2020c: null, smpte2085: null, ictcp: null, ...derived() },
};
const IN_AV1: Renaming = { primaries: { ebu3213: null } };

/** Whether the samples use all values from 0 on, as those of JPEG do. */
export function isFullRange(video: VideoFacts): boolean {
  // The scaler takes grey for full range unless told otherwise.
  const grey = video.pixel.chroma === "gray" && video.colour.range !== "tv";
  return video.colour.range === "pc" || video.pixelFormat.startsWith("yuvj") || grey;
}

export interface ColourPlan {
  /** The tags the proxy carries: the source's, as far as its codec and container can say them. */
  tags: ColourFacts;
  /** The matrix of the source's samples, where those of the proxy are converted to another. */
  convertedFrom: string | null;
}

export function planColour(
  video: VideoFacts,
  spec: Pick<CheckedJobSpec, "codec" | "container">,
  size: { width: number; height: number },
  losses: Loss[],
): ColourPlan {
  if (video.pixel.rgb) {
    losses.push({
      property: "colour_model",
      from: video.pixelFormat,
      to: "Y'CbCr",
      reason: "video codecs store luma and chroma",
    });
    const { primaries, transfer } = video.colour;
    const tags: ColourFacts = {
      primaries: primaries ?? "bt709",
      transfer: transfer ?? "bt709",
      matrix: "bt709",
      range: "tv",
    };
    return { tags: carried(tags, spec, losses), convertedFrom: null };
  }
  const fullRange = isFullRange(video);
  if (fullRange) {
    losses.push({
      property: "colour_range",
      from: "full",
      to: "limited",
      reason: "editors and players expect limited range",
    });
  }
  const named = nameAssumed(possible(video, losses), video, spec, size, losses);
  const range = fullRange ? "tv" : video.colour.range;
  const convertedFrom = spec.codec.startsWith("dnx") && isOlderMatrix(named.matrix) ? named.matrix : null;
  if (convertedFrom !== null) {
    const reason = "the header of DNxHR and DNxHD means BT.709, whatever the container says, and decoders go by it";
    losses.push({ property: "colour_matrix", from: convertedFrom, to: "bt709", reason });
  }
  const matrix = convertedFrom === null ? named.matrix : "bt709";
  return { tags: carried({ ...named, matrix, range }, spec, losses), convertedFrom };
}

/** BT.601's, and those before it. */
function isOlderMatrix(matrix: string | null): matrix is string {
  return matrix !== null && ["bt470bg", "smpte170m", "smpte240m", "fcc"].includes(matrix);
}

/** The tags without a matrix that only RGB has: on Y'CbCr it is a writer's mistake, for "none". */
function possible(video: VideoFacts, losses: Loss[]): ColourFacts {
  if (video.colour.matrix !== "gbr") return video.colour;
  const { matrix } = assumedColour(video);
  const reason = `the matrix of RGB cannot be that of ${video.pixelFormat}; players take it for this one`;
  losses.push({ property: "colour_matrix", from: "gbr", to: matrix, reason });
  return { ...video.colour, matrix };
}

type AssumedColour = Readonly<Record<Tag, string>>;

const BT709: AssumedColour = { primaries: "bt709", transfer: "bt709", matrix: "bt709" };
const BT601_625: AssumedColour = { primaries: "bt470bg", transfer: "smpte170m", matrix: "bt470bg" };
const BT601_525: AssumedColour = { primaries: "smpte170m", transfer: "smpte170m", matrix: "smpte170m" };

/** What players take an untagged picture for, by its size. */
function assumedColour({ width, height }: { width: number; height: number }): AssumedColour {
  if (width >= 1280 || height > 576) return BT709;
  return height > 480 ? BT601_625 : BT601_525;
}

/** Names what the source leaves open and is taken for, where players would take the proxy for something else. */
function nameAssumed(
  colour: ColourFacts,
  video: VideoFacts,
  { codec }: Pick<CheckedJobSpec, "codec">,
  size: { width: number; height: number },
  losses: Loss[],
): ColourFacts {
  // Who names a matrix is believed to mean the rest that goes with it, at any size.
  if (colour.matrix !== null) return colour;
  const before = assumedColour(video);
  const after = codec.startsWith("dnx") ? BT709 : assumedColour(size);
  if ((before === BT709) === (after === BT709)) return colour;
  const open = (["primaries", "transfer", "matrix"] as const).filter((tag) => colour[tag] === null);
  losses.push({
    property: "colour_assumed",
    from: `no ${open.join(", ")} named`,
    to: [...new Set(open.map((tag) => before[tag]))].join(", "),
    reason: `players assume it of ${video.width}x${video.height}, and would assume another of this proxy`,
  });
  return { ...colour, ...Object.fromEntries(open.map((tag) => [tag, before[tag]])) };
}

function carried(
  colour: ColourFacts,
  { codec, container }: Pick<CheckedJobSpec, "codec" | "container">,
  losses: Loss[],
): ColourFacts {
  const renaming = container === "mxf" ? IN_MXF : codec === "vp9" ? IN_VP9 : codec === "av1" ? IN_AV1 : {};
  const result = { ...colour };
  for (const tag of ["primaries", "transfer", "matrix"] as const) {
    const name = colour[tag];
    const renamed = name === null ? undefined : renaming[tag]?.[name];
    if (name === null || renamed === undefined) continue;
    result[tag] = renamed;
    if (renamed === null) {
      losses.push({
        property: `colour_${tag}`,
        from: name,
        to: "none",
        reason: `${codec} in ${container} cannot say it`,
      });
    }
  }
  return result;
}

function derived(): Record<string, null> {
  return { "chroma-derived-nc": null, "chroma-derived-c": null };
}
