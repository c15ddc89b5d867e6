import { dirname, resolve } from "node:path";
import { didYouMean, ProxxError, type BrandConfig, type MovieConfig } from "@proxx/contract";
import { readMovieConfig, type ReadMovieConfig } from "@proxx/movie";
import { openStudio, type Studio } from "@proxx/runtime/studio";
import { readEnvironment } from "../input/environment.ts";
import { checkOption } from "./wrong-option.ts";

/** What every command about movies can be told. */
export interface MovieOptions {
  config?: string;
  allowPrivateSources?: boolean;
  renderer?: MovieConfig["renderer"];
  /** One of `brands` in the configuration. @default its `brand` */
  brand?: string;
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
  const brand = checkOption(() => brandNamed(options.brand, written)) ?? written.brand;
  const config = {
    ...written,
    renderer: options.renderer ?? written.renderer,
    ...(brand === undefined ? {} : { brand }),
  };
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

function brandNamed(name: string | undefined, { brands = {} }: ReadMovieConfig): BrandConfig | undefined {
  if (name === undefined || Object.hasOwn(brands, name)) return name === undefined ? undefined : brands[name];
  const names = Object.keys(brands);
  throw new ProxxError("invalid_document", `There is no brand \`${name}\`.`, {
    hint: `${didYouMean(name, names)}${names.length === 0 ? "None stands under `brands` in proxx.yaml." : `There are ${names.join(", ")}.`}`,
  });
}
