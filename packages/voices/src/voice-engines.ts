/** What speaks, how a voice of it is named, and what it takes. */
interface VoiceEngine {
  name: string;
  example: string;
  needs: string;
}

export const VOICE_ENGINES: readonly VoiceEngine[] = [
  { name: "espeak", example: "espeak:en-gb", needs: "nothing: espeak-ng comes with Proxx" },
  { name: "piper", example: "piper:thorsten", needs: "`proxx voices add piper:thorsten`, once" },
  { name: "kokoro", example: "kokoro:en/bf_emma", needs: "`proxx voices add kokoro:en`, once" },
  { name: "voicevox", example: "voicevox:3", needs: "a VOICEVOX engine, `voicevox` in proxx.yaml" },
  { name: "openai", example: "openai:alloy", needs: "OPENAI_API_KEY, or OPENAI_BASE_URL of an endpoint of one's own" },
  { name: "elevenlabs", example: "elevenlabs:JBFqnCBsd6RMkjVDRZzb", needs: "ELEVENLABS_API_KEY" },
];
