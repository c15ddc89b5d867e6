import type { ListedVoice } from "../listed-voice.ts";
import type { VoicevoxEngine } from "./voicevox-engine.ts";

/** Every style of every speaker that talks. */
export async function listVoicevoxVoices(engine: VoicevoxEngine, signal: AbortSignal): Promise<ListedVoice[]> {
  const { speakers } = await engine.about(signal);
  return speakers.flatMap(({ name, styles }) =>
    styles
      .filter(({ type }) => type === "talk")
      .map((style) => ({ name: `voicevox:${style.id}`, language: "ja", description: `${name}/${style.name}` })),
  );
}
