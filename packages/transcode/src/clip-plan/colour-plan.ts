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

/** The tags the proxy carries: the source's, as far as its codec and container can say them. */
export function planColour(
  video: VideoFacts,
  spec: Pick<CheckedJobSpec, "codec" | "container">,
  size: { width: number; height: number },
  losses: Loss[],
): ColourFacts {
  if (video.pixel.rgb) {
    losses.push({
      property: "colour_model",
      from: video.pixelFormat,
      to: "Y'CbCr",
      reason: "video codecs store luma and chroma",
    });
    const { primaries, transfer } = video.colour;
    return carried(
      { primaries: primaries ?? "bt709", transfer: transfer ?? "bt709", matrix: "bt709", range: "tv" },
      spec,
      losses,
    );
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
  const range = fullRange ? "tv" : video.colour.range;
  const matrix = video.colour.matrix ?? matrixToName(video, spec, size, losses);
  return carried({ ...video.colour, matrix, range }, spec, losses);
}

/** What players take an untagged picture for, by its size. */
function assumedMatrix({ width, height }: { width: number; height: number }): string {
  if (width >= 1280 || height > 576) return "bt709";
  return height > 480 ? "bt470bg" : "smpte170m";
}

/** The matrix that an untagged source is taken for, where the proxy without a tag would be taken for another. */
function matrixToName(
  video: VideoFacts,
  { codec }: Pick<CheckedJobSpec, "codec">,
  size: { width: number; height: number },
  losses: Loss[],
): string | null {
  const before = assumedMatrix(video);
  // The header of DNxHR means BT.709 at any size.
  const after = codec.startsWith("dnx") ? "bt709" : assumedMatrix(size);
  if ((before === "bt709") === (after === "bt709")) return null;
  const reason = `players assume it of ${video.width}x${video.height}, and would assume another of this proxy`;
  losses.push({ property: "colour_assumed", from: "no matrix named", to: before, reason });
  return before;
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
