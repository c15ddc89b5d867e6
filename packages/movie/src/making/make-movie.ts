import { join } from "node:path";
import type { Script, VerificationRow } from "@proxx/contract";
import type { Fonts } from "@proxx/drawing";
import { toNumber, type MediaTools } from "@proxx/media";
import type { Network } from "@proxx/network";
import type { Voices } from "@proxx/voices";
import { generateAudioForScript, type GeneratedAudio } from "../audio/generate-audio.ts";
import { createMixSound } from "../audio/mix/mix-sound.ts";
import type { createMovieProgress } from "../movie-progress.ts";
import { cleanParts } from "../parts/clean-parts.ts";
import { createParts } from "../parts/parts.ts";
import { generateSlidesForScript, type GeneratedSlides } from "../slides/generate-slides.ts";
import type { PictureModel } from "../slides/picture-model.ts";
import type { StepDegradation } from "../step-options.ts";
import { renderVideoForScript, type Renderer } from "../video/render-video.ts";
import { withEnds } from "./with-ends.ts";
import type { MovieSettings } from "./movie-settings.ts";

/** What the steps work with. */
export interface MovieWorkshop {
  tools: () => Promise<MediaTools>;
  fonts: () => Fonts;
  voices: () => Promise<Voices>;
  network: Pick<Network, "fetchToFile">;
  /** Without one, nothing is asked of a model. */
  pictureModel?: PictureModel | undefined;
  /** @default our own */
  renderer?: Renderer | undefined;
}

export interface MovieOrder {
  script: Script;
  /** Where `script.yaml` lies, and all that is made of it. */
  folder: string;
  settings: MovieSettings;
  progressOf: ReturnType<typeof createMovieProgress>;
  signal: AbortSignal;
  /** Of several movies of one script, which share what they have in common: a folder below, such as `ja`. @default the only one */
  edition?: string | undefined;
  /** Which sections of the whole these are; nothing is put before or behind a part. */
  scenes?: string | undefined;
}

/** Step two: every line is spoken. */
export async function makeAudio(order: MovieOrder, workshop: MovieWorkshop): Promise<GeneratedAudio> {
  const { script, folder, settings, progressOf, signal } = order;
  return await generateAudioForScript(script, {
    folder: placeOf(order),
    scriptFolder: folder,
    parts: partsOf(order),
    voices: await workshop.voices(),
    voice: settings.voice,
    onProgress: progressOf("audio"),
    signal,
  });
}

/** Step three: every section is drawn. */
export async function makeSlides(
  order: MovieOrder,
  { network, fonts, tools, pictureModel }: MovieWorkshop,
  /** Where their pictures go. @default the movie's place */
  into: string = placeOf(order),
): Promise<GeneratedSlides> {
  const { folder, settings, progressOf, signal } = order;
  const script = endedScript(order);
  const { theme, size, subtitles, brand, logo } = settings;
  return await generateSlidesForScript(script, {
    folder: into,
    scriptFolder: folder,
    parts: partsOf(order),
    theme,
    size,
    subtitles,
    network,
    tools,
    fonts: fonts(),
    ...(pictureModel === undefined ? {} : { pictureModel }),
    ...(logo === undefined ? {} : { logo }),
    ...(brand === undefined ? {} : { brand }),
    onProgress: progressOf("slides"),
    signal,
  });
}

export interface MadeMovie {
  path: string;
  /** What lies beside it, by extension. */
  files: Record<string, string>;
  durationSeconds: number;
  frames: number;
  sections: { id: string; title: string; startSeconds: number }[];
  /** What was made now, and what had been made before and is still right. */
  made: { narrations: Tally; slides: Tally; segments: Tally };
  /** Of each part that was made, why. */
  why: Record<string, string>;
  checks: VerificationRow[];
  degradations: StepDegradation[];
}

interface Tally {
  made: number;
  reused: number;
}

/**
 * Steps two to four: a script becomes a movie, of which only what changed since the last time is made. A part of the script
 * becomes a movie in a folder of its own, below: it never takes the whole one's place.
 */
export async function makeMovie(
  order: MovieOrder & {
    /** Where slides and the movie go, where that is not the movie's folder or a part's. */
    into?: string | undefined;
  },
  workshop: MovieWorkshop,
): Promise<MadeMovie> {
  const { folder, settings, progressOf, signal, scenes, into } = order;
  const beganAt = Date.now();
  const script = endedScript(order);
  const audio = await makeAudio(order, workshop);
  const slides = await makeSlides(order, workshop, into);
  const tools = await workshop.tools();
  const parts = partsOf(order);
  const mixSound = createMixSound({ parts, tools, music: settings.music, signal });
  const video = await renderVideoForScript(script, {
    folder: into ?? (scenes === undefined ? placeOf(order) : join(placeOf(order), `scenes-${scenes}`)),
    scriptFolder: folder,
    parts,
    tools,
    fonts: workshop.fonts(),
    spoken: audio.narrations,
    slides: slides.slides,
    mixSound,
    renderer: workshop.renderer,
    colours: settings.colours,
    size: settings.size,
    frameRate: settings.frameRate,
    transition: settings.transition,
    subtitles: settings.subtitles,
    subtitleStyle: settings.subtitleStyle,
    highlight: settings.highlightWords,
    progressLine: settings.progressLine,
    onProgress: progressOf("video"),
    signal,
  });
  const isWhole = scenes === undefined && into === undefined;
  // A movie that is there does not fail by what else lies about.
  if (isWhole && !video.reused) {
    await cleanParts(join(folder, ".proxx"), { beganAt, edition: order.edition }).catch(() => {});
  }
  const { times } = video;
  const rate = toNumber(times.frameRate);
  return {
    path: video.path,
    files: video.files,
    durationSeconds: times.frames / rate,
    frames: times.frames,
    sections: times.sections.map(({ section: { id, title }, from }) => ({ id, title, startSeconds: from / rate })),
    made: { narrations: tally(audio.narrations), slides: tally(slides.files), segments: video.segments },
    why: whyMade(audio, slides),
    checks: video.checks,
    degradations: [...audio.degradations, ...slides.degradations, ...video.degradations],
  };
}

function endedScript({ script, settings, scenes }: MovieOrder): Script {
  return scenes === undefined ? withEnds(script, settings) : script;
}

/** Where what is made is put under names that people know. */
export function placeOf({ folder, edition }: Pick<MovieOrder, "folder" | "edition">): string {
  return edition === undefined ? folder : join(folder, edition);
}

function partsOf({ folder, edition }: MovieOrder) {
  return createParts({ folder: join(folder, ".proxx"), edition });
}

function tally(entries: readonly { reused: boolean }[]): Tally {
  const reused = entries.filter((entry) => entry.reused).length;
  return { made: entries.length - reused, reused };
}

function whyMade({ narrations }: GeneratedAudio, { files }: GeneratedSlides): Record<string, string> {
  return Object.fromEntries([
    ...narrations.flatMap(({ id, why }) => (why === null ? [] : [[`narration ${id}`, why] as const])),
    ...files.flatMap(({ sectionId, why }) => (why === null ? [] : [[`slide ${sectionId}`, why] as const])),
  ]);
}
