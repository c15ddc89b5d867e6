import { makeSlides } from "@proxx/movie";
import type { ExitCode } from "../../exit-code.ts";
import { movieOrder, workshopOf, type MakingOptions } from "../../movie/movie-order.ts";
import { runMovieCommand } from "../../movie/run-movie-command.ts";

/** Draws the slides of a script, and nothing else. */
export async function slides(options: MakingOptions): Promise<ExitCode> {
  return await runMovieCommand(options, async (run) => {
    const { files, degradations } = await makeSlides(await movieOrder(options, run), workshopOf(run.movie));
    const made = files.filter(({ reused }) => !reused).length;
    return {
      result: { slides: files, degradations },
      degradations,
      summary: `${made} of ${files.length} slides drawn`,
    };
  });
}
