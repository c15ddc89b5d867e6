import { makeAudio } from "@proxx/movie";
import type { ExitCode } from "../../exit-code.ts";
import { movieOrder, workshopOf, type MakingOptions } from "../../movie/movie-order.ts";
import { runMovieCommand } from "../../movie/run-movie-command.ts";

/** Speaks the lines of a script, and nothing else. */
export async function audio(options: MakingOptions): Promise<ExitCode> {
  return await runMovieCommand(options, async (run) => {
    const { narrations, degradations } = await makeAudio(await movieOrder(options, run), workshopOf(run.movie));
    const spoken = narrations.map(({ id, path, samples, reused, why }) => ({
      id,
      path,
      seconds: samples / 48_000,
      reused,
      why,
    }));
    const made = narrations.filter(({ reused }) => !reused).length;
    return {
      result: { narrations: spoken, degradations },
      degradations,
      summary: `${made} of ${narrations.length} lines spoken`,
    };
  });
}
