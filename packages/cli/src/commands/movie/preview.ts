import { join, resolve } from "node:path";
import { didYouMean, ProxxError, type Script } from "@proxx/contract";
import { previewSection, readScriptFile } from "@proxx/movie";
import type { ExitCode } from "../../exit-code.ts";
import { movieOrder, workshopOf, type MakingOptions } from "../../movie/movie-order.ts";
import { runMovieCommand } from "../../movie/run-movie-command.ts";

/** Shows one section as it will be: its slides, and a small movie of it. */
export async function preview(scene: string, options: Omit<MakingOptions, "scenes">): Promise<ExitCode> {
  return await runMovieCommand(options, async (run) => {
    const script = await readScriptFile(join(resolve(options.output), "script.yaml"));
    const scenes = String(numberOf(scene, script));
    const order = await movieOrder({ ...options, scenes }, run, script);
    const made = await previewSection(order, workshopOf(run.movie));
    return {
      result: made,
      degradations: made.degradations,
      summary: `${made.clip}: ${made.durationSeconds.toFixed(1)} s of “${order.script.sections[0]?.title ?? ""}”`,
    };
  });
}

/** A section by its number or its id. */
function numberOf(scene: string, { sections }: Script): number {
  if (/^[1-9]\d*$/u.test(scene)) return Number(scene);
  const ids = sections.map(({ id }) => id);
  const index = ids.indexOf(scene);
  if (index !== -1) return index + 1;
  throw new ProxxError("invalid_document", `There is no section \`${scene}\`.`, {
    hint: `${didYouMean(scene, ids)}Name one by its number, from 1 to ${ids.length}, or by its id.`,
  });
}
