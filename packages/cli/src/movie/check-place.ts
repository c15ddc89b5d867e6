import { dirname, join, resolve } from "node:path";
import { ScriptValidationError, type Script } from "@proxx/contract";
import { checkMovieScript, readScriptFile, reportOfIssues, type MovieReport } from "@proxx/movie";
import { settingsFor, type MakingOptions } from "./movie-order.ts";
import type { OpenMovie } from "./open-movie.ts";

export interface CheckOptions extends Omit<MakingOptions, "output" | "scenes" | "voice"> {
  maxMinutes?: number;
  ignore?: string[];
}

/** Checks the script of a folder, or the one at a path, by the settings that its movie would be made with. */
export async function checkPlace(
  place: string,
  options: CheckOptions,
  { movie, signal }: { movie: OpenMovie; signal: AbortSignal },
): Promise<MovieReport> {
  const path = /\.(?:ya?ml|json)$/iu.test(place) ? resolve(place) : join(resolve(place), "script.yaml");
  const { theme, brand, logo, size, frameRate, subtitles, music } = settingsFor({ ...options, output: place }, movie);
  let script: Script;
  try {
    script = await readScriptFile(path);
  } catch (error) {
    if (error instanceof ScriptValidationError) return reportOfIssues(error.issues);
    throw error;
  }
  return await checkMovieScript(script, {
    folder: dirname(path),
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
