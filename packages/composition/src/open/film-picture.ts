import { ProxxError } from "@proxx/contract";
import {
  askForFields,
  decodedFieldOrder,
  filter,
  inputStream,
  mayHaveFields,
  probeFirstFrames,
  readMovieIndex,
  type GraphInput,
  type MediaFacts,
  type MediaTools,
  type Rational,
  type VideoFacts,
} from "@proxx/media";
import type { Picture } from "../composition.ts";
import { even, exactFrames } from "../exact-streams.ts";
import { frameCount, steadyRate } from "./film-timing.ts";
import { measureLength } from "./measure-length.ts";
import { standardColours } from "./source-colours.ts";

interface FilmPicture {
  input: GraphInput;
  path: string;
  facts: MediaFacts;
  video: VideoFacts;
  /** By how much the picture begins after the file does. */
  leadSeconds: number;
  rate: Rational;
  frames: number;
  alpha: boolean;
  tools: MediaTools;
  signal: AbortSignal;
}

/** A film's picture as every composition has it: upright, square, progressive, at an even pace. */
export async function filmPicture(film: FilmPicture): Promise<Picture> {
  const { input, video, leadSeconds, alpha, rate, frames } = film;
  const turned = video.rotation % 180 !== 0;
  const displayed = (video.width * video.sampleAspect.numerator) / video.sampleAspect.denominator;
  const width = even(turned ? video.height : displayed);
  const height = even(turned ? displayed : video.height);
  let stream = inputStream(input, "video", video.index);
  // Its times are those of the file, which may begin with sound: the picture begins at 0.
  if (leadSeconds > 0) stream = filter(stream, "setpts", { expr: `round(PTS-${leadSeconds.toFixed(6)}/TB)` });
  const fields = await fieldOrder(film);
  if (fields !== "progressive") {
    stream = filter(stream, "bwdif", { mode: "send_frame", parity: fields === "bb" ? "bff" : "tff", deint: "all" });
  }
  stream = standardColours(stream, video, { width, height, alpha });
  stream = exactFrames(stream, frames, rate);
  return { stream, width, height, rate, frames, still: false, alpha };
}

/** The even pace a film is given, and how many frames it has then. */
export async function filmTiming({
  path,
  facts,
  video,
  tools,
  signal,
}: Pick<FilmPicture, "path" | "facts" | "video" | "tools" | "signal">): Promise<{ rate: Rational; frames: number }> {
  const seconds = declaredSeconds(facts, video);
  if (seconds !== null && video.averageRate !== null) {
    const rate = steadyRate(video);
    return { rate, frames: frameCount(video, seconds, rate) };
  }
  const measured = await measureLength(path, video.index, { tools, signal });
  const rate = steadyRate(video, measured);
  const length = measured.seconds ?? (measured.packets * rate.denominator) / rate.numerator;
  if (length <= 0 && measured.packets > 1) {
    throw new ProxxError("media_unsupported", "A clip does not say how long it is.", {
      hint: "Copy it into a container that does: `ffmpeg -i clip -c copy clip.mp4`.",
    });
  }
  return { rate, frames: frameCount(video, length, rate) };
}

/** Streams without a container tell no length, or one guessed by their bit rate. */
const BARE = ["h264", "hevc", "m4v", "mpegvideo", "obu"];

function declaredSeconds(facts: MediaFacts, video: VideoFacts): number | null {
  if (facts.formatNames.some((name) => BARE.includes(name))) return null;
  const seconds = video.durationSeconds ?? facts.durationSeconds;
  if (seconds === null || seconds <= 0) return null;
  // The film's length counts from its own beginning.
  const length = video.durationSeconds === null ? seconds - Math.max(0, video.startSeconds ?? 0) : seconds;
  return length > 0 ? length : null;
}

async function fieldOrder({ path, facts, video, tools, signal }: FilmPicture) {
  const framesOnly = facts.formatNames.includes("mov") && (await readMovieIndex(path)).isFramesOnly;
  if (!mayHaveFields(video, { framesOnly })) return "progressive";
  const first = await askForFields(video, (packets) =>
    probeFirstFrames(path, { ffprobe: tools.ffprobe, signal, packets }),
  );
  return decodedFieldOrder(video, first);
}
