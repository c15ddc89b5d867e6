import { availableParallelism } from "node:os";
import type { Chapter } from "./encode/chapter-file.ts";
import { encodeWanted } from "./encode/encode-wanted.ts";
import { joinSegments } from "./encode/join-segments.ts";
import { muxMovie } from "./encode/mux-movie.ts";
import { segmentParts } from "./encode/segment-parts.ts";
import type { SegmentSequences } from "./encode/segment-sequences.ts";
import { withSound, type SoundOptions } from "./encode/with-sound.ts";
import { createPlaneCache } from "./picture/plane-cache.ts";
import { planTimeline } from "./plan-timeline.ts";
import { checkTimeline, type Timeline } from "./timeline/timeline.ts";

/** The sound is taken as it is from the first frame on. */
export interface RenderOptions extends SoundOptions {
  /** Where the movie is written. There is to be nothing that anybody needs; after a failure there may be half a file. */
  output: string;
  chapters?: readonly Chapter[] | undefined;
  title?: string | undefined;
  /** What a frame is a part of, to be named where its picture cannot be coded. @default its number */
  nameOf?: ((frame: number) => string) | undefined;
  /** How many encoders at once. @default as many as there are cores */
  cores?: number | undefined;
  /** In frames of the movie. */
  onProgress?: ((current: number, total: number, message: string) => void) | undefined;
}

export interface RenderedTimeline {
  frames: number;
  /** How many of them differ from the one before. */
  uniqueFrames: number;
  segments: { reused: number; made: number };
  /** The frame that each segment begins with, a key picture: none knows of another. */
  starts: readonly number[];
}

/**
 * Renders a timeline. Only frames that differ from the one before are drawn and encoded, the others repeat it, or lie between
 * two of them, at some ten bytes each; what lies between two wished key frames is a part that is made once of the same pictures.
 *
 * @example
 * await renderTimeline(timeline, { output: "movie.mp4", sound: "mix.wav", tools, keepPart });
 */
export async function renderTimeline(timeline: Timeline, options: RenderOptions): Promise<RenderedTimeline> {
  checkTimeline(timeline);
  const { output, tools, keepPart, chapters = [], title = null, signal } = options;
  const { width, height, frameRate, frames, background } = timeline;
  const { runs, segments, sequences } = planTimeline(timeline);
  const progress = countPictures(sequences, frames, options.onProgress);

  const { pictures: parts, soundPath } = await withSound(
    (untilFailure) =>
      segmentParts(sequences, {
        settings: { width, height, frameRate },
        background,
        toolVersion: tools.version,
        keepPart,
        encode: (wanted, failed) =>
          encodeWanted(wanted, {
            settings: { width, height, frameRate },
            background,
            planes: createPlaneCache(),
            ffmpeg: tools.ffmpeg,
            signal: AbortSignal.any([untilFailure, failed]),
            nameOf: options.nameOf ?? ((frame) => `frame ${frame}`),
            cores: options.cores ?? availableParallelism(),
            onPicture: () => progress(1),
          }),
        onReused: (sequence) => progress(sequence.length),
      }),
    options,
  );
  const coded = segments.map(({ groups }, index) => {
    const [part, own] = [parts[index], sequences[index]];
    if (part === undefined || own === undefined) throw new RangeError("A segment without its part");
    return { groups, places: own.places, path: part.path };
  });
  await muxMovie({
    ffmpeg: tools.ffmpeg,
    frameRate,
    pictures: joinSegments(coded, { width, height, frameRate }),
    sound: soundPath,
    chapters,
    title,
    output,
    signal,
  });
  const byPath = new Map(parts.map((part) => [part.path, part.reused]));
  const reused = [...byPath.values()].filter(Boolean).length;
  const starts = segments.map(({ from }) => from);
  return { frames, uniqueFrames: runs.length, segments: { reused, made: byPath.size - reused }, starts };
}

/** Tells of pictures as frames of the movie: each stands for as many as there are of them on the average. */
function countPictures(segments: readonly SegmentSequences[], frames: number, tell: RenderOptions["onProgress"]) {
  const distinct = new Map(segments.map(({ key, sequences }) => [key, sequences]));
  const total = [...distinct.values()].flat().reduce((sum, { length }) => sum + length, 0);
  let done = 0;
  return (pictures: number) => {
    done += pictures;
    tell?.(Math.floor((frames * done) / total), frames, "Encoding");
  };
}
