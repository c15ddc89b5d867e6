import { join, resolve } from "node:path";
import { ProxxError, ScriptValidationError, type Script } from "@proxx/contract";
import { changedSections, fileVersions, parseScript, previewSection, readScriptFile } from "@proxx/movie";
import type { ExitCode } from "../../exit-code.ts";
import { movieOrder, workshopOf, type MakingOptions } from "../../movie/movie-order.ts";
import { runMovieCommand, type MovieRun } from "../../movie/run-movie-command.ts";
import { formatIssues } from "../../output/format-issues.ts";
import { writeStdout } from "../../output/write-stdout.ts";

type WatchOptions = Omit<MakingOptions, "scenes">;

/** Makes a preview of each section that was just saved, until it is stopped; each is a line of JSON on stdout. */
export async function watch(options: WatchOptions): Promise<ExitCode> {
  return await runMovieCommand(options, async (run) => {
    const path = join(resolve(options.output), "script.yaml");
    let before = await readScriptFile(path);
    process.stderr.write(`Watching ${path}; Ctrl+C ends it.\n`);
    let previews = 0;
    for await (const text of fileVersions(path, { signal: run.signal })) {
      const script = parsed(text);
      if (script === null) continue;
      const changed = changedSections(before, script);
      before = script;
      for (const number of changed) if (await previewed(number, script, { options, run })) previews += 1;
    }
    return { result: { previews }, degradations: [], summary: "Stopped", text: "" };
  });
}

/** What cannot be shown is told, and the next version waited for. */
function parsed(text: string): Script | null {
  try {
    return parseScript(text);
  } catch (error) {
    if (!(error instanceof ScriptValidationError)) throw error;
    process.stderr.write(formatIssues(error.issues, process.stderr));
    return null;
  }
}

async function previewed(
  number: number,
  script: Script,
  { options, run }: { options: WatchOptions; run: MovieRun },
): Promise<boolean> {
  try {
    const order = await movieOrder({ ...options, scenes: String(number) }, run, script);
    const made = await previewSection(order, workshopOf(run.movie));
    await writeStdout(`${JSON.stringify({ section: order.script.sections[0]?.id, ...made })}\n`);
    return true;
  } catch (error) {
    if (run.signal.aborted) return false;
    if (!(error instanceof ProxxError)) throw error;
    process.stderr.write(`✗ ${error.message}\n  → ${error.hint}\n`);
    return false;
  }
}
