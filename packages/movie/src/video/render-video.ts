import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { verificationRowSchema, type Script, type SubtitleStyle, type VerificationRow } from "@proxx/contract";
import type { CaptionStyle, Fonts } from "@proxx/drawing";
import type { MediaTools, Rational } from "@proxx/media";
import { renderTimeline, timelineKey, type KeepPart, type Timeline } from "@proxx/renderer";
import { z } from "zod";
import type { Parts } from "../parts/parts.ts";
import { inStep } from "../in-step.ts";
import { placePart } from "../parts/place-part.ts";
import { writeWhole } from "../parts/unfinished.ts";
import type { StepDegradation, StepOptions } from "../step-options.ts";
import { movieTimes, type MovieTimes } from "../timeline/movie-times.ts";
import type { Pace } from "../timeline/pace.ts";
import type { SpokenTiming } from "../timeline/place-lines.ts";
import { readAvatars } from "./avatars/avatar-art.ts";
import { checkMovie, requireKept, type PromisedSound } from "./check-movie.ts";
import type { FrameSize } from "./look.ts";
import { openFilms } from "./film/open-films.ts";
import { movieTimeline } from "./movie-timeline.ts";
import { keepProof, provenSegments } from "./proven-segments.ts";
import type { ShownSlide } from "./shown-slide.ts";
import { sidecars } from "./sidecars.ts";
import { slideStays } from "./seen/slide-stays.ts";
import { seenLayers } from "./seen-layers.ts";
import type { Transition } from "./slide-layers.ts";
import { checkSpeechPace } from "./speech-pace.ts";
import { makeThumbnail } from "./thumbnail.ts";

/** A line with the file in which it was spoken. */
export interface SpokenFile extends SpokenTiming {
  readonly path: string;
  /** How far the mouth is open, from 0 to 1, `MOUTH_RATE` times a second. @default shut */
  readonly mouth?: readonly number[] | undefined;
}

/** What makes a movie of pictures in time. The same pictures by another one are another movie. */
export interface Renderer {
  readonly name: string;
  readonly render: typeof renderTimeline;
}

const NATIVE: Renderer = { name: "native", render: renderTimeline };

/** A sound file, and what was found out about it. */
interface HeardSound {
  readonly path: string;
  readonly promised: PromisedSound | null;
  /** Of what its packets become; where it is not known, the movie is listened to. */
  readonly measured?: { readonly lufs: number; readonly truePeak: number } | null | undefined;
  readonly degradations?: readonly StepDegradation[] | undefined;
}

/**
 * Plans the sound of the whole movie: every line from its sample on, and whatever else is heard. Samples are of 48 kHz. It is
 * made beside the pictures, so what it is made of stands for it.
 */
export type MixSound = (
  lines: readonly { readonly id: string; readonly path: string; readonly from: number }[],
  samples: number,
) => Promise<{ readonly ingredients: unknown; readonly make: () => Promise<HeardSound> }>;

export interface RenderVideoOptions extends StepOptions {
  /** Where the movie and what lies beside it get their names. */
  folder: string;
  /** Where relative paths of the script begin. @default the folder */
  scriptFolder?: string | undefined;
  parts: Parts;
  tools: MediaTools;
  fonts: Fonts;
  spoken: readonly SpokenFile[];
  /** By the id of their section. */
  slides: ReadonlyMap<string, readonly ShownSlide[]>;
  mixSound: MixSound;
  /** @default our own */
  renderer?: Renderer | undefined;
  /** Of the theme, `#rrggbb`. */
  colours: { readonly background: string; readonly accent: string; readonly hairline: string };
  /** @default 1920x1080 */
  size?: FrameSize | undefined;
  /** @default 30 */
  frameRate?: Rational | undefined;
  /** @default "fade" */
  transition?: Transition | undefined;
  /** Pictures are zoomed slowly. @default true */
  kenBurns?: boolean | undefined;
  /** `false` leaves them to the files beside the movie. @default true */
  subtitles?: boolean | CaptionStyle | undefined;
  /** Of those that are not given a style of their own. @default "box" */
  subtitleStyle?: SubtitleStyle | undefined;
  /** The word that is spoken stands out. @default in tall frames */
  highlight?: boolean | undefined;
  /** A line at the foot that grows. @default false */
  progressLine?: boolean | undefined;
  /** Faces of the script's personas. @default where there are any */
  avatars?: boolean | undefined;
  pace?: Pace | undefined;
}

export interface RenderedVideo {
  path: string;
  times: MovieTimes;
  /** Each promise and what was found. */
  checks: VerificationRow[];
  reused: boolean;
  segments: { reused: number; made: number };
  /** What of the script is not shown, or shown in a lesser way. */
  degradations: StepDegradation[];
  /** `srt`, `vtt`, `chapters.txt`, `md`, `jpg`, with their paths. */
  files: Record<string, string>;
}

const SAMPLE_RATE = 48_000;

/**
 * The last step: what was written, spoken and drawn becomes a movie, with subtitles, chapters, a thumbnail and a
 * description beside it. Nothing bears its name before every promise has been checked.
 */
export async function renderVideoForScript(script: Script, options: RenderVideoOptions): Promise<RenderedVideo> {
  return await inStep("video", options.signal, () => renderVideo(script, options));
}

async function renderVideo(script: Script, options: RenderVideoOptions): Promise<RenderedVideo> {
  const { folder, parts, tools, spoken, slides, frameRate = { numerator: 30, denominator: 1 }, signal } = options;
  const renderer = options.renderer ?? NATIVE;
  const size = options.size ?? { width: 1920, height: 1080 };
  const pace = [checkSpeechPace(script, spoken) ?? []].flat();
  requireKept(pace);
  const times = movieTimes(script, { spoken, slides }, { size, frameRate, pace: options.pace });
  const scriptFolder = options.scriptFolder ?? folder;
  const { art, degradations: without } = await readAvatars(script.personas ?? [], {
    scriptFolder,
    fonts: options.fonts,
  });
  const films = await openFilms(script, { scriptFolder, slides, size, frameRate, parts, tools, signal });
  const timeline = movieTimeline(times, await seenLayers(script, times, { ...options, size, art, films }), {
    size,
    background: options.colours.background,
  });
  const mixing = <Value>(work: () => Promise<Value>) => inStep("mixing the sound", signal, work);
  const planned = await mixing(() => options.mixSound(placedFiles(times, spoken), samplesAt(times.frames, frameRate)));
  const sound = mixing(() => planned.make());
  // Whoever awaits it is told; it may fail before anybody does.
  sound.catch(() => {});
  let segments = { reused: 0, made: 0 };
  const movie = await parts.part(
    {
      kind: "movie",
      shown: "movie",
      ingredients: ingredientsOf(script, { timeline, times, sound: planned.ingredients, tools, renderer }),
      extension: "mp4",
      facts: z.array(verificationRowSchema),
    },
    async (output) => {
      const rendered = await renderer.render(timeline, {
        output,
        sound: sound.then(({ path }) => path),
        chapters: times.chapters,
        title: script.title,
        tools,
        keepPart: keepPartIn(parts),
        nameOf: (frame) => sectionAt(times, frame),
        signal,
        onProgress: (frame, frames) =>
          options.onProgress?.(frame, frames, `Encoded ${frame} of ${frames} frames: ${sectionAt(times, frame)}`),
      });
      segments = rendered.segments;
      const { path, promised, measured = null } = await sound;
      const { rows, segments: packets } = await checkMovie(output, {
        timeline,
        stays: slideStays(times, slides),
        chapters: times.chapters.length,
        promised,
        measured: measured && { path, ...measured },
        starts: rendered.starts,
        proven: await provenSegments(parts, tools.version),
        tools,
        signal,
      });
      requireKept(rows);
      await keepProof(parts, tools.version, packets);
      return rows;
    },
  );
  const degradations = [...((await sound).degradations ?? []), ...without];
  const thumbnail = await makeThumbnail(movie, { times, parts, tools, signal });
  await mkdir(folder, { recursive: true });
  const path = join(folder, "movie.mp4");
  const files: Record<string, string> = { jpg: join(folder, "movie.jpg") };
  for (const [extension, text] of Object.entries(sidecars(script, times))) {
    const file = join(folder, `movie.${extension}`);
    await writeWhole(file, text);
    files[extension] = file;
  }
  await placePart(thumbnail, join(folder, "movie.jpg"));
  await placePart(movie, path);
  return { path, times, checks: [...movie.facts, ...pace], reused: movie.reused, segments, files, degradations };
}

/** Of which section a frame is, for what is said where it cannot be made. */
function sectionAt({ sections }: MovieTimes, frame: number): string {
  const found = sections.findLast(({ from }) => from <= frame) ?? sections[0];
  return found === undefined ? "the movie" : `section \`${found.section.id}\` (${found.section.title})`;
}

function placedFiles(times: MovieTimes, spoken: readonly SpokenFile[]) {
  const paths = new Map(spoken.map(({ id, path }) => [id, path]));
  return times.sections.flatMap(({ lines }) =>
    lines.map(({ narration: { id }, from }) => ({
      id,
      path: paths.get(id) ?? "",
      from: samplesAt(from, times.frameRate),
    })),
  );
}

function samplesAt(frame: number, { numerator, denominator }: Rational): number {
  return Math.round((frame * denominator * SAMPLE_RATE) / numerator);
}

function ingredientsOf(
  { title }: Script,
  {
    timeline,
    times,
    sound,
    tools,
    renderer,
  }: { timeline: Timeline; times: MovieTimes; sound: unknown; tools: MediaTools; renderer: Renderer },
) {
  return {
    title,
    renderer: renderer.name,
    chapters: times.chapters,
    pictures: timelineKey(timeline),
    sound,
    ffmpeg: tools.version,
  };
}

/** A renderer knows no more of its parts than that they are files. */
function keepPartIn(parts: Parts): KeepPart {
  return (what, make) => parts.part({ ...what, facts: z.null() }, async (path) => (await make(path), null));
}
