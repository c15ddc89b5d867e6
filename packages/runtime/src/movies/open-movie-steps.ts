import type { Fonts } from "@proxx/drawing";
import type { MediaTools } from "@proxx/media";
import type { Network } from "@proxx/network";
import type { MovieSteps } from "@proxx/operations";
import type { Providers } from "@proxx/providers";
import type { RuntimeSettings } from "../runtime-settings.ts";
import { scriptModelOf, voicesFolderIn, voicevoxOf } from "./configured-services.ts";

/** What makes movies in a plan. Its packages are large: they are loaded here, when the first movie is asked for. */
export async function openMovieSteps(about: {
  tools: () => Promise<MediaTools>;
  fonts: () => Fonts;
  network: Pick<Network, "fetchToFile">;
  /** To what the operator has configured, as to providers. */
  providerNetwork: Pick<Network, "fetch" | "fetchToFile">;
  providers: Providers;
  searchPath: string;
  home: string;
  movies: RuntimeSettings["movies"];
}): Promise<MovieSteps> {
  const { tools, fonts, network, providers, searchPath, home, movies } = about;
  const { fetch } = about.providerNetwork;
  const { config, scriptKey, pictures } = movies;
  const [{ createMovieSteps, createPictureModel, createStepBrands }, { createVoices }] = await Promise.all([
    import("@proxx/movie"),
    import("@proxx/voices"),
  ]);
  const model = scriptModelOf(config.writer, { key: scriptKey, fetch });
  const personas = (config.personas ?? []).map(({ avatar: _avatar, ...persona }) => persona);
  const openVoices = async () =>
    createVoices({
      tools: await tools(),
      defaults: config.voices,
      providers,
      voicevox: voicevoxOf(config.voicevox, fetch),
      neural: { folder: voicesFolderIn(home) },
      searchPath,
    });
  let voices: ReturnType<typeof openVoices> | null = null;
  return createMovieSteps({
    tools,
    fonts,
    network,
    voices: () => (voices ??= openVoices()),
    voice: config.voice,
    voiceSettings: { voices: config.voices, voicevox: config.voicevox?.base_url },
    writer: model === undefined ? undefined : { model, personas, grounded: config.writer?.grounded ?? false },
    pictureModel: pictures && createPictureModel(pictures, { providers, network: about.providerNetwork }),
    brands: createStepBrands({ brand: config.brand, brands: config.brands, fonts }),
  });
}
