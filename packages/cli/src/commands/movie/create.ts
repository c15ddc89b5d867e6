import { createMovieProgress, makeMovie } from "@proxx/movie";
import type { ExitCode } from "../../exit-code.ts";
import { describeMovie } from "../../movie/describe-movie.ts";
import { checkVoice, movieOrder, settingsFor, workshopOf, type MakingOptions } from "../../movie/movie-order.ts";
import { idleOptions, movieScript, type ScriptOptions } from "../../movie/movie-script.ts";
import { runMovieCommand } from "../../movie/run-movie-command.ts";

/** From a page or a text to a movie. What was made before and is still right is taken as it is. */
export async function create(sources: readonly string[], options: ScriptOptions & MakingOptions): Promise<ExitCode> {
  return await runMovieCommand(options, async (run) => {
    const { movie, signal, tell } = run;
    const onProgress = createMovieProgress(tell, Date.now)("script");
    // What is wrong with the settings is said before anything is written.
    settingsFor(options, movie);
    await checkVoice(options, movie);
    const written = await movieScript(sources, options, { movie, onProgress, signal });
    const made = await makeMovie(await movieOrder(options, run, written.script), workshopOf(movie));
    const degradations = [...written.degradations, ...made.degradations];
    return {
      result: { script: written.path, ...made, degradations },
      degradations,
      summary: describeMovie(made),
      remarks: idleOptions(written, options),
    };
  });
}
