import { buffer } from "node:stream/consumers";
import { resolve } from "node:path";
import {
  generateScriptFromText,
  generateScriptFromUrl,
  scriptInFolder,
  type OnProgress,
  type ScriptInFolder,
} from "@proxx/movie";
import type { MovieOptions, OpenMovie } from "./open-movie.ts";

export interface ScriptOptions extends MovieOptions {
  output: string;
  language?: string | undefined;
  seconds?: number;
  grounded?: boolean;
  rewrite?: boolean;
}

/** What was said of how a script is to be written, where none was: one that is there stays as it is. */
export function idleOptions({ isNew, script }: ScriptInFolder, options: Partial<ScriptOptions>): string[] {
  if (isNew) return [];
  const { language, seconds, grounded } = options;
  const idle = [
    language === undefined || language === script.language ? [] : `--language ${language}`,
    seconds === undefined ? [] : `--seconds ${seconds}`,
    grounded === undefined ? [] : "--grounded",
  ].flat();
  if (idle.length === 0) return [];
  const does = idle.length === 1 ? "does" : "do";
  return [`${idle.join(", ")} ${does} nothing to the script, which is there; \`--rewrite\` writes it again`];
}

/** The script of a folder, written from the sources where it is not there yet. `-` is the standard input. */
export async function movieScript(
  sources: readonly string[],
  options: ScriptOptions,
  { movie, onProgress, signal }: { movie: OpenMovie; onProgress: OnProgress; signal: AbortSignal },
): Promise<ScriptInFolder> {
  const { config, studio } = movie;
  const writing = {
    language: options.language ?? config.language,
    seconds: options.seconds ?? config.seconds,
    model: studio.scriptModel,
    personas: config.personas,
    grounded: options.grounded ?? config.writer?.grounded,
    onProgress,
    signal,
  };
  const text = sources.length === 1 && sources[0] === "-" ? await buffer(process.stdin) : null;
  return await scriptInFolder({
    folder: resolve(options.output),
    sources: text ?? sources,
    rewrite: options.rewrite,
    generate: async () =>
      text === null
        ? await generateScriptFromUrl(sources, { ...writing, network: studio.network })
        : await generateScriptFromText(text, { ...writing, origin: { name: "The standard input" } }),
  });
}
