import {
  createVoicevoxClient,
  type VoicevoxClient,
  type VoicevoxSettings,
  type VoicevoxSpeaker,
  type VoicevoxWord,
} from "./voicevox-client.ts";

/** An engine and what is known of it. */
export interface VoicevoxEngine {
  client: VoicevoxClient;
  about(signal: AbortSignal): Promise<{ version: string; speakers: VoicevoxSpeaker[] }>;
  /** The words that its dictionary had when it was first asked. */
  words(signal: AbortSignal): Promise<VoicevoxWord[]>;
  /** Adds a word for the first line that wants it; the others wait for that. */
  once(word: VoicevoxWord, add: (client: VoicevoxClient) => Promise<boolean>): Promise<boolean>;
}

/** Asks an engine what it is once, and again only where it did not answer. */
export function createVoicevoxEngine(settings: VoicevoxSettings): VoicevoxEngine {
  const client = createVoicevoxClient(settings);
  const added = new Map<string, Promise<boolean>>();
  const about = keptAnswer(async (signal) => {
    const [version, speakers] = await Promise.all([client.version(signal), client.speakers(signal)]);
    return { version, speakers };
  });
  const words = keptAnswer((signal) => client.words(signal));
  return {
    client,
    about,
    words,
    once(word, add) {
      const key = JSON.stringify([word.surface, word.pronunciation]);
      const before = added.get(key);
      if (before !== undefined) return before;
      const adding = add(client).catch((error: unknown) => {
        added.delete(key);
        throw error;
      });
      added.set(key, adding);
      return adding;
    },
  };
}

function keptAnswer<T>(ask: (signal: AbortSignal) => Promise<T>): (signal: AbortSignal) => Promise<T> {
  let answer: Promise<T> | null = null;
  return (signal) => {
    answer ??= ask(signal).catch((error: unknown) => {
      answer = null;
      throw error;
    });
    return answer;
  };
}
