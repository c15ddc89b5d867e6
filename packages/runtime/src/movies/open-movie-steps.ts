import type { Fonts } from "@proxx/drawing";
import type { MediaTools } from "@proxx/media";
import type { Network } from "@proxx/network";
import type { MovieSteps } from "@proxx/operations";
import type { Providers } from "@proxx/providers";

/** What makes movies in a plan. Its packages are large: they are loaded here, when the first movie is asked for. */
export async function openMovieSteps(about: {
  tools: () => Promise<MediaTools>;
  fonts: () => Fonts;
  network: Pick<Network, "fetchToFile">;
  providers: Providers;
  searchPath: string;
}): Promise<MovieSteps> {
  const { tools, fonts, network, providers, searchPath } = about;
  const [{ createMovieSteps }, { createVoices }] = await Promise.all([import("@proxx/movie"), import("@proxx/voices")]);
  const openVoices = async () => createVoices({ tools: await tools(), providers, searchPath });
  let voices: ReturnType<typeof openVoices> | null = null;
  return createMovieSteps({ tools, fonts, network, voices: () => (voices ??= openVoices()) });
}
