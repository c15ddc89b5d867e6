import { makeMovie } from "@proxx/movie";
import type { ExitCode } from "../../exit-code.ts";
import { describeMovie } from "../../movie/describe-movie.ts";
import { movieOrder, workshopOf, type MakingOptions } from "../../movie/movie-order.ts";
import { runMovieCommand } from "../../movie/run-movie-command.ts";

/** From a script to a movie: only what changed since the last time is made; `--why` says what that was. */
export async function render(options: MakingOptions & { why?: boolean }): Promise<ExitCode> {
  return await runMovieCommand(options, async (run) => {
    const made = await makeMovie(await movieOrder(options, run), workshopOf(run.movie));
    const { why, ...result } = made;
    const shown = options.why === true ? { ...result, why } : result;
    return { result: shown, degradations: made.degradations, summary: describeMovie(made) };
  });
}
