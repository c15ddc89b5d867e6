import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  createMovieProgress,
  generateScriptFromUrl,
  makeMovie,
  movieSettings,
  writeScriptFile,
  type MovieOrder,
} from "@proxx/movie";
import { openStudio } from "@proxx/runtime/studio";
import { finish } from "../finish.ts";

const ARTICLE = "examples/article.md";
const SIZE = "640x360";
const SECONDS = 30;

/** The four steps, called one after the other in this process. */
export async function callSteps(folder: string): Promise<void> {
  empty(folder);
  const studio = openStudio({ environment: process.env });
  try {
    const signal = new AbortController().signal;
    const { script } = await generateScriptFromUrl(ARTICLE, { network: studio.network, seconds: SECONDS, signal });
    await writeScriptFile(join(folder, "script.yaml"), script);
    const settings = movieSettings({ size: SIZE }, ".");
    const progressOf: MovieOrder["progressOf"] = createMovieProgress(() => {}, Date.now);
    await makeMovie({ script, folder, settings, progressOf, signal }, studio);
  } finally {
    await studio.close();
  }
}

/** The same steps, each a process of its own. */
export async function runSteps(folder: string): Promise<void> {
  empty(folder);
  const proxx = (...args: string[]) => finish([process.execPath, "packages/cli/bin/proxx.js", "movie", ...args]);
  await proxx("script", ARTICLE, "-o", folder, "--seconds", String(SECONDS));
  await proxx("audio", "-o", folder);
  await proxx("slides", "-o", folder, "--size", SIZE);
  await proxx("render", "-o", folder, "--size", SIZE);
}

function empty(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
}
