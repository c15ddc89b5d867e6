/**
 * What speaks, behind one port. `voice.ts` is the port: a line is prepared, which tells what decides its sound, and spoken.
 * `reading/` turns what is written into what is said, `timing/` what a voice tells back into the times of the written words;
 * each voice has a folder of its own.
 */
export { createVoices, type CreateVoicesOptions, type Voices } from "./create-voices.ts";
export type { Line, PreparedLine, Pronunciation, SpeakingContext, SpokenLine, Unsaid, Voice } from "./voice.ts";
export { addVoice, type AddedVoice, type AddProgress, type AddVoiceOptions } from "./neural/add-voice.ts";
export { defaultVoice, installedVoices, type InstalledVoice, type NeuralVoices } from "./neural/installed-voices.ts";
export { NEURAL_VOICES, type NeuralVoice } from "./neural/neural-voices.ts";
export { findSherpa, howToInstall } from "./neural/sherpa/find-sherpa.ts";
export { VOICE_ENGINES } from "./voice-engines.ts";
export type { VoicevoxSettings } from "./voicevox/voicevox-client.ts";
export type { ListedVoice, VoiceList } from "./listed-voice.ts";
