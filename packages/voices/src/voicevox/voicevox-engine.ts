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
  /** Asks again what it is and which words it has: it may have been started anew, as another version. */
  renew(signal: AbortSignal): Promise<{ version: string; speakers: VoicevoxSpeaker[]; words: VoicevoxWord[] }>;
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
    about: (signal) => about.first(signal),
    words: (signal) => words.first(signal),
    async renew(signal) {
      const [it, known] = await Promise.all([about.again(signal), words.again(signal)]);
      return { ...it, words: known };
    },
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

/** An answer that is asked for once, and again where there was none or somebody wants a new one. */
function keptAnswer<T>(ask: (signal: AbortSignal) => Promise<T>) {
  let answer: Promise<T> | null = null;
  return {
    first(signal: AbortSignal): Promise<T> {
      answer ??= ask(signal).catch((error: unknown) => {
        answer = null;
        throw error;
      });
      return answer;
    },
    async again(signal: AbortSignal): Promise<T> {
      const newer = await ask(signal);
      answer = Promise.resolve(newer);
      return newer;
    },
  };
}
