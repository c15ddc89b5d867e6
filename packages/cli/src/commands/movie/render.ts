import { join, resolve } from "node:path";
import { readScriptFile } from "@proxx/movie";
import type { ExitCode } from "../../exit-code.ts";
import { makeEditions } from "../../movie/make-editions.ts";
import type { MakingOptions } from "../../movie/movie-order.ts";
import { runMovieCommand } from "../../movie/run-movie-command.ts";

/** From a script to a movie, or to one in each language: only what changed is made; `--why` says what that was. */
export async function render(options: MakingOptions & { language?: string[]; why?: boolean }): Promise<ExitCode> {
  return await runMovieCommand(options, async (run) => {
    const script = await readScriptFile(join(resolve(options.output), "script.yaml"));
    const { language: languages = [script.language] } = options;
    const { movies, summary } = await makeEditions({ ...options, languages }, run, script);
    const shown = Object.entries(movies).map(([language, { why, ...result }]) => [
      language,
      options.why === true ? { ...result, why } : result,
    ]);
    const degradations = Object.values(movies).flatMap((made) => made.degradations);
    const result =
      languages.length === 1 ? shown[0]?.[1] : { movies: Object.fromEntries(shown) as object, degradations };
    return { result: result ?? {}, degradations, summary };
  });
}
