import type { ListedVoice } from "../listed-voice.ts";
import { installedVoices, type NeuralVoices } from "./installed-voices.ts";

/** The voices that were added: of a model with several speakers each that has a name. */
export function listNeuralVoices(neural: NeuralVoices): ListedVoice[] {
  return installedVoices(neural).flatMap(({ voice: { name, language, description, speakers } }) => [
    { name, language, description },
    ...(speakers?.names ?? []).map((person) => ({
      name: `${name}/${person}`,
      language: languageOf(person),
      description: `${description}: ${person}`,
    })),
  ]);
}

/** Kokoro begins the names of its speakers with what they speak: `af_bella` is of America. */
function languageOf(person: string): string {
  return person.startsWith("b") ? "en-GB" : "en-US";
}
