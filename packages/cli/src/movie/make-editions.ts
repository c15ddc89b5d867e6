import { resolve } from "node:path";
import { ProxxError, type Script } from "@proxx/contract";
import { makeMovie, translateInFolder, type MadeMovie, type MovieProgress } from "@proxx/movie";
import { describeMovie } from "./describe-movie.ts";
import { movieOrder, workshopOf, type MakingOptions } from "./movie-order.ts";
import type { MovieRun } from "./run-movie-command.ts";
import { WrongOption } from "./wrong-option.ts";

export interface MadeEditions {
  /** By their languages. */
  movies: Record<string, MadeMovie>;
  summary: string;
}

/**
 * The movie of a script in each of those languages, translated where it is to be. The script's own by itself lies where
 * movies always do; any other, and each of several, in a folder by the name of its language.
 */
export async function makeEditions(
  options: MakingOptions & { languages: readonly string[]; grounded?: boolean },
  run: MovieRun,
  script: Script,
): Promise<MadeEditions> {
  const { languages, grounded } = options;
  const { movie, signal } = run;
  if (languages.length > 1 && options.voice !== undefined) throw oneVoice();
  const whole = await translateInFolder({
    folder: resolve(options.output),
    languages,
    model: movie.studio.scriptModel,
    grounded: grounded ?? movie.config.writer?.grounded,
    signal,
  });
  const isApart = languages.length > 1 || languages.some((language) => language !== script.language);
  const movies: Record<string, MadeMovie> = {};
  for (const [index, language] of languages.entries()) {
    const share = { ...run, tell: tellShare(run.tell, { index, count: languages.length, language }) };
    const order = await movieOrder(options, share, whole, { language, isApart });
    movies[language] = await makeMovie(order, workshopOf(movie));
  }
  return { movies, summary: Object.values(movies).map(describeMovie).join("\n") };
}

/** Where the movies of several languages begin, in percent of all: the script is there. */
const SCRIPT_THERE = 20;

/** One movie after the other, each with an equal part of the progress. */
function tellShare(
  tell: MovieRun["tell"],
  { index, count, language }: { index: number; count: number; language: string },
): MovieRun["tell"] {
  if (count === 1) return tell;
  return ({ percent, message, etaSeconds, step }: MovieProgress) => {
    const own = Math.max(0, percent - SCRIPT_THERE) / (100 - SCRIPT_THERE);
    tell({
      percent: SCRIPT_THERE + ((index + own) / count) * (100 - SCRIPT_THERE),
      step,
      message: `${language}: ${message}`,
      etaSeconds: etaSeconds === null ? null : etaSeconds * (count - index),
    });
  };
}

function oneVoice(): WrongOption {
  return new WrongOption(
    new ProxxError("invalid_document", "`--voice` speaks one language, and there are several.", {
      hint: 'Name a voice for each under `voices` in proxx.yaml, such as `voices: { ja: "voicevox:3" }`.',
    }),
  );
}
