import { resolve } from "node:path";
import type { MovieConfig } from "@proxx/contract";
import { createFonts, type Fonts } from "@proxx/drawing";
import { discoverTools, type MediaTools } from "@proxx/media";
import { createPictureModel, type PictureModel, type Renderer, type ScriptModel } from "@proxx/movie";
import { createNetwork, type Network } from "@proxx/network";
import { createProviders } from "@proxx/providers";
import type { Voices } from "@proxx/voices";
import {
  configuredAddresses,
  pictureModelNamed,
  scriptKeyOf,
  scriptModelOf,
  voicesFolderIn,
  voicevoxOf,
} from "./configured-services.ts";
import { createProviderNetwork } from "../provider-network.ts";
import { readRuntimeSettings, type RuntimeOptions } from "../runtime-settings.ts";

export interface StudioOptions extends Pick<RuntimeOptions, "environment" | "toolCacheFile" | "allowPrivateSources"> {
  /** What `proxx.yaml` says. @default nothing */
  config?: MovieConfig | undefined;
  /** Where it lies, and Remotion, if it names that as the renderer. @default the current folder */
  configFolder?: string | undefined;
}

/** What the steps of a movie work with. */
export interface Studio {
  /** For sources, and the pictures that they show. */
  readonly network: Network;
  /** The model that writes scripts; undefined where none is configured. */
  readonly scriptModel: ScriptModel | undefined;
  /** The model that draws what scripts ask for; undefined where none is configured. */
  readonly pictureModel: PictureModel | undefined;
  readonly fonts: () => Fonts;
  readonly tools: () => Promise<MediaTools>;
  readonly voices: () => Promise<Voices>;
  /** Where voices that are added lie. */
  readonly voicesFolder: string;
  /** Undefined for our own. */
  readonly renderer: Renderer | undefined;
  close(): Promise<void>;
}

/**
 * What makes movies, put together from the configuration and the environment.
 * @example `const studio = openStudio({ environment: process.env, config })`
 */
export function openStudio({ config = {}, configFolder = ".", ...options }: StudioOptions): Studio {
  const { environment } = options;
  const settings = readRuntimeSettings(options);
  const network = createNetwork({ purpose: "source", allowPrivate: settings.allowPrivateSources });
  const { writer, voicevox } = config;
  const voicesFolder = voicesFolderIn(settings.home);
  const ofProviders = Object.values(settings.providerSettings).flatMap(({ baseUrl }) => baseUrl ?? []);
  const providerNetwork = createProviderNetwork([...configuredAddresses(config), ...ofProviders]);
  const { fetch } = providerNetwork;
  const pictures = pictureModelNamed(config.pictures, settings.providers);
  const providers = createProviders(settings.providers, { fetch, settings: settings.providerSettings });
  let tools: Promise<MediaTools> | null = null;
  let fonts: Fonts | null = null;
  const findTools = () =>
    (tools ??= discoverTools({ searchPath: settings.searchPath, cacheFile: settings.toolCacheFile }));
  return {
    network,
    scriptModel: scriptModelOf(writer, { key: scriptKeyOf(writer, environment), fetch }),
    pictureModel: pictures && createPictureModel(pictures, { providers, network: providerNetwork }),
    fonts: () => (fonts ??= createFonts({ fontFiles: config.brand?.fonts ?? [] })),
    tools: findTools,
    voices: async () => {
      // A server has no use for it before the first movie.
      const { createVoices } = await import("@proxx/voices");
      return createVoices({
        tools: await findTools(),
        defaults: config.voices,
        providers,
        voicevox: voicevoxOf(voicevox, fetch),
        neural: { folder: voicesFolder },
        searchPath: settings.searchPath,
      });
    },
    voicesFolder,
    renderer:
      config.renderer === "remotion"
        ? {
            name: "remotion",
            render: async (timeline, given) => {
              const { renderByRemotion } = await import("@proxx/remotion");
              return await renderByRemotion(timeline, { ...given, remotionFolder: resolve(configFolder) });
            },
          }
        : undefined,
    close: async () => void (await Promise.all([network.close(), providerNetwork.close()])),
  };
}
