import { formatJsonPath, type Narration, type Script } from "@proxx/contract";
import { createFonts, type Fonts } from "@proxx/drawing";
import { rational, type MediaTools, type Rational } from "@proxx/media";
import type { Brand, ThemeName } from "@proxx/slides";
import { movieTimes } from "../../timeline/movie-times.ts";
import type { LogoFiles } from "../../slides/read-logo.ts";
import type { SpokenTiming } from "../../timeline/place-lines.ts";
import { drawCaptionsForCheck } from "./draw-captions-for-check.ts";
import { drawForCheck } from "./draw-for-check.ts";
import { estimateSpeech } from "./estimate-speech.ts";
import { findUncovered } from "./find-uncovered.ts";
import { lookAtFiles, type SeenFile } from "./look-at-files.ts";
import type { SeenLine, SeenMovie } from "./seen-movie.ts";
import { sourceLengths } from "./source-lengths.ts";

export interface LookAtMovieOptions {
  /** Where the script lies: its paths begin there. */
  folder: string;
  /** @default "quiet" */
  theme?: ThemeName | undefined;
  brand?: Brand | undefined;
  logo?: LogoFiles | undefined;
  /** @default 1920 × 1080 */
  size?: { width: number; height: number } | undefined;
  /** @default 30 */
  frameRate?: Rational | undefined;
  /** Drawn into the picture. @default true */
  subtitles?: boolean | undefined;
  /** @default the bundled ones */
  fonts?: Fonts | undefined;
  /** Asked for where there is sound or a film. Without ffprobe nothing is known of these but whether they are there. */
  tools?: (() => Promise<Pick<MediaTools, "ffprobe">>) | undefined;
  /** Path of the music, from the configuration. */
  music?: string | undefined;
  /** Lines as they were spoken; of the others it is estimated how long they take. */
  spoken?: readonly SpokenTiming[] | undefined;
  /** How long they take in place of the usual, where none was spoken yet to tell. @default 1 */
  pace?: number | undefined;
  /** How long the movie may be at the most. */
  mostSeconds?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** Gathers what rules look at: files are read, slides laid out, subtitles put in their times. */
export async function lookAtMovie(script: Script, options: LookAtMovieOptions): Promise<SeenMovie> {
  const { folder, theme = "quiet", brand, size = { width: 1920, height: 1080 }, subtitles = true } = options;
  const {
    fonts = createFonts(),
    tools,
    music,
    signal,
    spoken = [],
    frameRate = rational(30, 1),
    mostSeconds,
    logo,
  } = options;
  const files = await lookAtFiles(script, { folder, fonts, tools, music, logo, signal });
  const sections = await drawForCheck(script, files, { size, theme, brand, subtitles, fonts });
  const lines = linesOf(script, files, { spoken, pace: options.pace ?? 1 });
  const slides = new Map(sections.map(({ section, drawn }) => [section.id, drawn]));
  const timings = lines.map(({ timing }) => timing);
  const times = movieTimes(script, { spoken: timings, slides }, { size, frameRate });
  const captions = await drawCaptionsForCheck(lines, { times, size, fonts, language: script.language });
  return {
    script,
    size,
    sections,
    lines,
    times,
    captions,
    files,
    uncovered: await findUncovered(script, fonts),
    sourceLengths: await sourceLengths(script, folder),
    mostSeconds,
  };
}

/** As it was spoken; else as long as its recording; else as long as it usually takes, or as the others took. */
function linesOf(
  script: Script,
  files: readonly SeenFile[],
  { spoken, pace }: { spoken: readonly SpokenTiming[]; pace: number },
): SeenLine[] {
  const measured = new Map(spoken.map((timing) => [timing.id, timing]));
  const own = paceOf(script, measured) ?? pace;
  const recorded = new Map(files.map(({ at, seconds }) => [formatJsonPath(at), seconds]));
  return script.sections.flatMap((section, index) =>
    section.narrations.map((line, number): SeenLine => {
      const at = ["sections", index, "narrations", number];
      const seconds = recorded.get(formatJsonPath([...at, "audio"])) ?? undefined;
      const timing = measured.get(line.id) ?? estimateSpeech(line, script, { recordedSeconds: seconds, pace: own });
      return { line, section, at, timing };
    }),
  );
}

/** How long those that were spoken took, in place of the usual; null where too few were. */
function paceOf(script: Script, measured: ReadonlyMap<string, SpokenTiming>): number | null {
  const lines = script.sections.flatMap(({ narrations }) => narrations).filter(({ id }) => measured.has(id));
  if (lines.length < LEAST_SPOKEN) return null;
  const sum = (seconds: (line: Narration) => number) => lines.reduce((total, line) => total + seconds(line), 0);
  return sum(({ id }) => measured.get(id)?.seconds ?? 0) / sum((line) => estimateSpeech(line, script).seconds);
}

const LEAST_SPOKEN = 3;
