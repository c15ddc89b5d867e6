import { join, resolve } from "node:path";
import { localizeScript, type MovieConfig, type Script } from "@proxx/contract";
import {
  createMovieProgress,
  movieSettings,
  parseScenes,
  readScriptFile,
  selectScenes,
  type MovieOrder,
  type MovieSettings,
  type MovieWorkshop,
} from "@proxx/movie";
import type { MovieOptions, OpenMovie } from "./open-movie.ts";
import type { MovieRun } from "./run-movie-command.ts";
import { checkOption } from "./wrong-option.ts";

/** What every command that makes something can be told. */
export interface MakingOptions extends MovieOptions {
  output: string;
  voice?: string;
  theme?: string;
  size?: string;
  fps?: number;
  scenes?: string;
  subtitles?: boolean;
  subtitleStyle?: MovieConfig["subtitle_style"];
}

/** Which of the languages of a script, where it is not its own alone. */
interface Edition {
  language: string;
  /** Whether it is one of several, and has a folder of its own. */
  isApart: boolean;
}

/** What is to be made of the script of a folder: options go before the configuration. */
export async function movieOrder(
  options: MakingOptions,
  { movie, signal, tell }: MovieRun,
  given?: Script,
  edition?: Edition,
): Promise<MovieOrder> {
  await checkVoice(options, movie);
  const folder = resolve(options.output);
  const whole = given ?? (await readScriptFile(join(folder, "script.yaml")));
  const range = options.scenes === undefined ? null : parseScenes(options.scenes);
  const { language = whole.language, isApart = false } = edition ?? {};
  const script = localizeScript(whole, language);
  return {
    script: range === null ? script : selectScenes(script, range),
    scenes: range === null ? undefined : options.scenes,
    folder,
    edition: isApart ? language : undefined,
    settings: settingsIn(language, whole, options, movie),
    progressOf: createMovieProgress(tell, Date.now),
    signal,
  };
}

/** Options and configuration together; a theme or a size that there is not is an error of whoever named it. */
export function settingsFor(options: Partial<MakingOptions>, movie: OpenMovie): MovieSettings {
  const { config, configFolder } = movie;
  movieSettings(config, configFolder);
  return checkOption(() => movieSettings(configFor(options, movie), configFolder));
}

/** The settings of a movie in that language. The voice of the configuration speaks the script's own, as `voices` have others. */
export function settingsIn(
  language: string,
  script: Pick<Script, "language">,
  options: Partial<MakingOptions>,
  movie: OpenMovie,
): MovieSettings {
  const settings = settingsFor(options, movie);
  return language === script.language ? settings : { ...settings, voice: options.voice };
}

/** Whether somebody speaks by the name that an option gives. */
export async function checkVoice({ voice }: Partial<MakingOptions>, { studio }: OpenMovie): Promise<void> {
  if (voice === undefined) return;
  const voices = await studio.voices();
  checkOption(() => voices.open(voice, "en"));
}

export function workshopOf({ studio }: OpenMovie): MovieWorkshop {
  const { tools, fonts, voices, network, pictureModel, renderer } = studio;
  return { tools, fonts, voices, network, pictureModel, renderer };
}

function configFor(options: Partial<MakingOptions>, { config }: OpenMovie): MovieConfig {
  const { voice, theme, size, fps, subtitles, subtitleStyle } = options;
  return {
    ...config,
    voice: voice ?? config.voice,
    theme: theme ?? config.theme,
    size: size ?? config.size,
    frame_rate: fps ?? config.frame_rate,
    // Commander has it true unless `--no-subtitles` was written.
    subtitles: subtitles === false ? false : config.subtitles,
    subtitle_style: subtitleStyle ?? config.subtitle_style,
  };
}
