import { dirname, resolve } from "node:path";
import type { MovieConfig } from "@proxx/contract";
import { readMovieConfig } from "@proxx/movie";
import { openStudio, type Studio } from "@proxx/runtime/studio";
import { readEnvironment } from "../input/environment.ts";

/** What every command about movies can be told. */
export interface MovieOptions {
  config?: string;
  allowPrivateSources?: boolean;
  renderer?: MovieConfig["renderer"];
}

export interface OpenMovie {
  config: MovieConfig;
  /** Where paths of the configuration start. */
  configFolder: string;
  studio: Studio;
}

/** Reads `proxx.yaml`, if there is one, and opens what movies are made with. */
export async function openMovie(options: MovieOptions): Promise<OpenMovie> {
  const path = resolve(options.config ?? "proxx.yaml");
  const written = (await readMovieConfig(path, { isWanted: options.config !== undefined })) ?? {};
  const config = { ...written, renderer: options.renderer ?? written.renderer };
  const { variables, toolCacheFile } = readEnvironment();
  const { allowPrivateSources } = options;
  const studio = openStudio({
    environment: variables,
    toolCacheFile,
    allowPrivateSources,
    config,
    configFolder: dirname(path),
  });
  return { config, configFolder: dirname(path), studio };
}
