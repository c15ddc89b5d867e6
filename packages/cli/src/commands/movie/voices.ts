import { VOICE_ENGINES, type VoiceList } from "@proxx/voices";
import type { ExitCode } from "../../exit-code.ts";
import type { MovieOptions } from "../../movie/open-movie.ts";
import { runMovieCommand } from "../../movie/run-movie-command.ts";
import { formatTable } from "../../output/format-table.ts";

/** Lists who speaks here, and what others would take. */
export async function voices(options: MovieOptions & { json?: boolean; language?: string }): Promise<ExitCode> {
  return await runMovieCommand({ ...options, progress: "none" }, async ({ movie, signal }) => {
    const { voices: all, silent } = await (await movie.studio.voices()).list(signal);
    const speaks = (tag: string | null) =>
      tag === null || options.language === undefined || isOf(tag, options.language);
    const list = { voices: all.filter(({ language }) => speaks(language)), silent, engines: VOICE_ENGINES };
    return {
      result: list,
      degradations: [],
      ...(options.json === true ? {} : { text: describeVoices(list) }),
      summary: `${list.voices.length} voices`,
    };
  });
}

function isOf(tag: string, language: string): boolean {
  return `${tag}-`.toLowerCase().startsWith(`${language}-`.toLowerCase());
}

function describeVoices({ voices, silent, engines }: VoiceList & { engines: typeof VOICE_ENGINES }): string {
  const rows = voices.map(({ name, language, description }) => [name, language ?? "any", description]);
  const unheard = silent.map(({ engine, why }) => `${engine} does not tell its voices: ${why}\n`);
  const named = engines.map(({ name, example, needs }) => [name, example, needs]);
  return [
    `${formatTable([["VOICE", "LANGUAGE", "IS"], ...rows])}\n`,
    ...unheard,
    `${formatTable([["ENGINE", "A VOICE", "NEEDS"], ...named])}\n`,
  ].join("\n");
}
