export { createLocalEngine, type LocalEngine, type LocalEngineOptions } from "./create-local-engine.ts";
export { readLocalSettings, type LocalSettings } from "./local-settings.ts";
export { openEmbedded } from "./open-embedded.ts";
