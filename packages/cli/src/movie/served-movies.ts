import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { MoviesConfig } from "@proxx/runtime";
import type { Log } from "../output/log.ts";

/**
 * What a server and its workers take of proxx.yaml: who writes, who draws, who speaks, whose brands are known. How a movie is to look
 * and sound beside that is said by whoever asks for it.
 */
export async function servedMovies(given: string | undefined, log: Log): Promise<MoviesConfig> {
  const path = resolve(given ?? "proxx.yaml");
  if (given === undefined && !existsSync(path)) return {};
  // What makes movies is large, and a server without such a file loads it for the first movie.
  const { readMovieConfig } = await import("@proxx/movie");
  const read = (await readMovieConfig(path, { isWanted: true })) ?? {};
  const { writer, pictures, personas, voice, voices, voicevox, brand, brands, ...others } = read;
  const served = { writer, pictures, personas, voice, voices, voicevox, brand, brands };
  log.info(`movies are made with ${namesIn(served) || "nothing"} of ${path}`);
  const unheard = namesIn(others);
  if (unheard !== "") log.warn(`${path}: whoever asks a server for a movie says these: ${unheard}`);
  return served;
}

function namesIn(settings: object): string {
  return Object.entries(settings)
    .flatMap(([name, value]) => (value === undefined ? [] : [name]))
    .join(", ");
}
