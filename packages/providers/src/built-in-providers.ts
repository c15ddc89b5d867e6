import { elevenlabsProvider } from "./elevenlabs/elevenlabs-provider.ts";
import { falProvider } from "./fal/fal-provider.ts";
import { googleProvider } from "./google/google-provider.ts";
import { openaiProvider } from "./openai/openai-provider.ts";
import type { Provider } from "./provider.ts";
import { replicateProvider } from "./replicate/replicate-provider.ts";

/** The providers that come with Proxx. */
export const BUILT_IN_PROVIDERS: readonly Provider[] = [
  replicateProvider,
  falProvider,
  googleProvider,
  openaiProvider,
  elevenlabsProvider,
];
