import { createMovieProgress } from "@proxx/movie";
import type { ExitCode } from "../../exit-code.ts";
import { makeEditions } from "../../movie/make-editions.ts";
import { checkVoice, settingsFor, type MakingOptions } from "../../movie/movie-order.ts";
import { idleOptions, movieScript, type ScriptOptions } from "../../movie/movie-script.ts";
import { runMovieCommand } from "../../movie/run-movie-command.ts";

/** From a page or a text to a movie, or to one in each language. What was made before and is still right is taken as it is. */
export async function create(
  sources: readonly string[],
  { language: tags = [], ...options }: Omit<ScriptOptions, "language"> & MakingOptions & { language?: string[] },
): Promise<ExitCode> {
  return await runMovieCommand(options, async (run) => {
    const { movie, signal, tell } = run;
    const onProgress = createMovieProgress(tell, Date.now)("script");
    // What is wrong with the settings is said before anything is written.
    settingsFor(options, movie);
    await checkVoice(options, movie);
    const written = await movieScript(sources, { ...options, language: tags[0] }, { movie, onProgress, signal });
    const { script } = written;
    const languages = tags.length === 0 ? [script.language] : tags;
    const { movies, summary } = await makeEditions({ ...options, languages }, run, script);
    const degradations = [written, ...Object.values(movies)].flatMap((made) => made.degradations);
    const made = languages.length === 1 ? Object.values(movies)[0] : { movies };
    return {
      result: { script: written.path, ...made, degradations },
      degradations,
      summary,
      remarks: idleOptions(written, options),
    };
  });
}
