import { createMovieProgress } from "@proxx/movie";
import type { ExitCode } from "../../exit-code.ts";
import { idleOptions, movieScript, type ScriptOptions } from "../../movie/movie-script.ts";
import { runMovieCommand } from "../../movie/run-movie-command.ts";

/** Writes the script of a movie; stdout says where it is. */
export async function script(sources: readonly string[], options: ScriptOptions): Promise<ExitCode> {
  return await runMovieCommand(options, async ({ movie, signal, tell }) => {
    const onProgress = createMovieProgress(tell, Date.now)("script");
    const written = await movieScript(sources, options, { movie, onProgress, signal });
    const { path, script: made, isNew, degradations } = written;
    const lines = made.sections.reduce((sum, { narrations }) => sum + narrations.length, 0);
    const { title, language, sections } = made;
    return {
      result: { script: path, isNew, title, language, sections: sections.length, lines, degradations },
      degradations,
      remarks: idleOptions(written, options),
      summary: isNew
        ? `${path}: “${title}”, ${sections.length} sections, ${lines} lines`
        : `${path} is there, and stays as it is; \`--rewrite\` writes it again`,
    };
  });
}
