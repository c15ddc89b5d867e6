import { dirname, join, resolve } from "node:path";
import { existsSync } from "node:fs";
import { localizeScript, ScriptValidationError, type Script } from "@proxx/contract";
import {
  checkMovieScript,
  createParts,
  readScriptFile,
  reportOfIssues,
  spokenBefore,
  type MovieReport,
  type MovieSettings,
} from "@proxx/movie";
import { defaultVoice, installedVoices } from "@proxx/voices";
import { settingsFor, settingsIn, type MakingOptions } from "./movie-order.ts";
import type { OpenMovie } from "./open-movie.ts";

export interface CheckOptions extends Omit<MakingOptions, "output" | "scenes" | "voice"> {
  maxMinutes?: number;
  /** One of the script's. @default its own */
  language?: string;
  ignore?: string[];
}

/** Checks the script of a folder, or the one at a path, by the settings that its movie would be made with. */
export async function checkPlace(
  place: string,
  options: CheckOptions,
  { movie, signal }: { movie: OpenMovie; signal: AbortSignal },
): Promise<MovieReport> {
  const path = /\.(?:ya?ml|json)$/iu.test(place) ? resolve(place) : join(resolve(place), "script.yaml");
  settingsFor(options, movie);
  let script: Script;
  let settings: MovieSettings;
  let edition: string | undefined;
  try {
    const whole = await readScriptFile(path);
    const { language = whole.language } = options;
    settings = settingsIn(language, whole, options, movie);
    // The whole script says what is missing in other languages.
    script = language === whole.language ? whole : localizeScript(whole, language);
    edition = language === whole.language ? undefined : language;
  } catch (error) {
    if (error instanceof ScriptValidationError) return reportOfIssues(error.issues);
    throw error;
  }
  const { voice, theme, brand, logo, size, frameRate, subtitles, music } = settings;
  const folder = dirname(path);
  const partsFolder = join(folder, ".proxx");
  // Without a movie there nothing was spoken, and none of the tools that speak is needed.
  const spoken = existsSync(partsFolder)
    ? await spokenBefore(script, {
        folder,
        parts: createParts({ folder: partsFolder, edition }),
        voices: await movie.studio.voices(),
        voice,
      })
    : [];
  const added = () => defaultVoice(installedVoices({ folder: movie.studio.voicesFolder }), script.language)?.voice.name;
  const speaking = voice ?? movie.config.voices?.[script.language] ?? added() ?? "espeak";
  return await checkMovieScript(script, {
    folder,
    spoken,
    pace: speaking.startsWith("espeak") && /^en\b/i.test(script.language) ? ESPEAK_PACE : 1,
    theme,
    brand,
    logo,
    size,
    frameRate,
    subtitles,
    music: music?.path,
    fonts: movie.studio.fonts(),
    tools: movie.studio.tools,
    mostSeconds: options.maxMinutes === undefined ? undefined : options.maxMinutes * 60,
    ignore: options.ignore,
    signal,
  });
}

/** espeak-ng says English in so much of the time that a person takes: measured over the 27 lines of examples/article.md. */
const ESPEAK_PACE = 0.745;
