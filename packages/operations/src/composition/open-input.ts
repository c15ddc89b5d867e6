import type { Input, StoredArtifact } from "@proxx/contract";
import { ProxxError } from "@proxx/contract";
import {
  fileUrl,
  filter,
  inputStream,
  probe,
  rational,
  safeInputArguments,
  standardRate,
  type AudioFacts,
  type GraphInput,
  type MediaFacts,
  type MediaTools,
  type Stream,
  type VideoFacts,
} from "@proxx/media";
import { framesIn, SAMPLE_RATE, samplesOfFrames, type Composition, type Picture, type Sound } from "./composition.ts";
import { even, exactFrames, exactSamples, standardSamples } from "./exact-streams.ts";

export interface OpenOptions {
  tools: MediaTools;
  signal: AbortSignal;
}

/** What an operation was given, as a composition: as it was left by the operation before, or read from its file. */
export async function openInput(input: Input, options: OpenOptions): Promise<Composition> {
  if (input.deferred !== undefined && input.deferred !== null) return input.deferred as Composition;
  const [file] = input.files;
  if (file === undefined) throw new TypeError("Expected an input with a file, or one left to be rendered");
  const empty = { transcript: input.transcript, subtitles: [], besides: [] };
  if (file.artifact.kind === "image") return { ...empty, picture: stillPicture(file), sound: null };
  const facts = await probe(file.path, { ffprobe: options.tools.ffprobe, signal: options.signal });
  // One input for picture and sound: the file is read once.
  const graphInput: GraphInput = { prepare: () => safeInputArguments(file.path) };
  const picture = facts.video === null ? null : filmPicture(graphInput, facts, facts.video);
  const sound = soundOf(graphInput, facts, picture);
  return { ...empty, picture, sound };
}

const DEMUXERS: Readonly<Record<string, string>> = {
  "image/png": "png_pipe",
  "image/jpeg": "jpeg_pipe",
  "image/webp": "webp_pipe",
};

function stillPicture({ artifact, path }: StoredArtifact): Picture {
  const demuxer = DEMUXERS[artifact.mediaType];
  if (demuxer === undefined || artifact.width === null || artifact.height === null) {
    throw new ProxxError("media_unsupported", `A picture of type ${artifact.mediaType} cannot be used here.`, {
      hint: "Give it as PNG, JPEG or WebP.",
    });
  }
  // The demuxer is named: what the bytes pretend to be decides nothing.
  const input: GraphInput = {
    prepare: () => ["-protocol_whitelist", "file,pipe", "-f", demuxer, "-i", fileUrl(path)],
  };
  const alpha = artifact.mediaType !== "image/jpeg";
  const [width, height] = [even(artifact.width), even(artifact.height)];
  const stream = standardColours(inputStream(input, "video"), { width, height, alpha, matrix: null });
  return { stream, width, height, rate: rational(30), frames: 1, still: true, alpha };
}

const MAX_RATE = 120;

function filmPicture(input: GraphInput, facts: MediaFacts, video: VideoFacts): Picture {
  const declared = video.averageRate ?? video.frameRate ?? rational(30);
  const known = declared.numerator > 0 && declared.denominator > 0 ? declared : rational(30);
  const rate = known.numerator / known.denominator > MAX_RATE ? rational(MAX_RATE) : standardRate(known);
  const turned = video.rotation % 180 !== 0;
  const displayed = (video.width * video.sampleAspect.numerator) / (video.sampleAspect.denominator || 1);
  const width = even(turned ? video.height : displayed);
  const height = even(turned ? displayed : video.height);
  const alpha = video.pixel.alpha && !video.hiddenAlpha;
  let stream = inputStream(input, "video", video.index);
  if (["tt", "bb", "tb", "bt"].includes(video.fieldOrder)) stream = filter(stream, "bwdif", { mode: "send_frame" });
  if (video.colour.transfer === "smpte2084" || video.colour.transfer === "arib-std-b67") stream = toneMapped(stream);
  const seconds = video.durationSeconds ?? facts.durationSeconds;
  if (seconds === null || seconds <= 0) {
    throw new ProxxError("media_unsupported", "A clip does not say how long it is.", {
      hint: "Copy it into a container that does: `ffmpeg -i clip -c copy clip.mp4`.",
    });
  }
  const frames = video.headerFrames !== null && isEven(video, rate) ? video.headerFrames : framesIn(seconds, rate);
  stream = standardColours(stream, { width, height, alpha, matrix: video.colour.matrix });
  stream = exactFrames(stream, frames, rate);
  return { stream, width, height, rate, frames, still: false, alpha };
}

// A header's count of frames is the count at our rate only where the frames come at that rate.
function isEven(video: VideoFacts, rate: { numerator: number; denominator: number }): boolean {
  const average = video.averageRate;
  return (
    average !== null && Math.abs(average.numerator / average.denominator - rate.numerator / rate.denominator) < 1e-3
  );
}

/** Square pixels of this size, in the one set of colours that all pictures of a composition have. */
function standardColours(
  stream: Stream,
  { width, height, alpha, matrix }: { width: number; height: number; alpha: boolean; matrix: string | null },
): Stream {
  const scaled = filter(stream, "scale", {
    w: width,
    h: height,
    flags: "bicubic+accurate_rnd+full_chroma_int+bitexact",
    ...(matrix === null || matrix === "gbr" ? {} : { in_color_matrix: matrixName(matrix) }),
    out_color_matrix: "bt709",
    out_range: "tv",
  });
  const square = filter(scaled, "setsar", { sar: 1 });
  const format = filter(square, "format", { pix_fmts: alpha ? "yuva420p" : "yuv420p" });
  return filter(format, "setparams", {
    range: "tv",
    color_primaries: "bt709",
    color_trc: "bt709",
    colorspace: "bt709",
    field_mode: "prog",
  });
}

function matrixName(matrix: string): string {
  if (matrix === "smpte170m" || matrix === "bt470bg") return "bt601";
  return matrix === "bt2020nc" || matrix === "bt2020c" ? "bt2020" : matrix === "bt709" ? "bt709" : "auto";
}

function toneMapped(stream: Stream): Stream {
  const linear = filter(stream, "zscale", { transfer: "linear", npl: 100 });
  const light = filter(filter(linear, "format", { pix_fmts: "gbrpf32le" }), "zscale", { primaries: "bt709" });
  const mapped = filter(light, "tonemap", { tonemap: "hable", desat: 0 });
  return filter(mapped, "zscale", { transfer: "bt709", matrix: "bt709", range: "limited" });
}

function soundOf(input: GraphInput, facts: MediaFacts, picture: Picture | null): Sound | null {
  const track = facts.audio.find(({ decodable }) => decodable);
  if (track === undefined) return null;
  const filmSeconds = facts.durationSeconds ?? track.endSeconds ?? 0;
  const samples =
    picture === null
      ? Math.max(1, Math.round(filmSeconds * SAMPLE_RATE))
      : samplesOfFrames(picture.frames, picture.rate);
  return { stream: exactSamples(standardSound(input, track), samples), samples };
}

function standardSound(input: GraphInput, track: AudioFacts): Stream {
  const raw = inputStream(input, "audio", track.index);
  // Gaps and a late start become silence; mono goes to both sides at its own level.
  const steady = filter(raw, "aresample", { sample_rate: SAMPLE_RATE, async: 1, first_pts: 0 });
  return standardSamples(steady);
}
