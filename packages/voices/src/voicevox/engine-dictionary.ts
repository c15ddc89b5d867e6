import { ProxxError } from "@proxx/contract";
import { plainKana } from "../timing/align-kana.ts";
import type { Pronunciation } from "../voice.ts";
import type { VoicevoxClient, VoicevoxWord } from "./voicevox-client.ts";

/** What is done about the words of the script's dictionary that stand in a line. */
export interface DictionaryPlan {
  /** All that the engine will know of the line's words, its own entries among them: they decide how it is said. */
  entries: VoicevoxWord[];
  /** Those that are to be added to it first. */
  missing: VoicevoxWord[];
  /** Those that it knows otherwise, or cannot take: they are written as they are said. */
  respelled: Pronunciation[];
}

/** An entry of the engine's own is left alone: it is somebody's, and there for all who use the engine. */
export function planDictionary(
  text: string,
  found: readonly Pronunciation[],
  known: readonly VoicevoxWord[],
): DictionaryPlan {
  const plain = normal(text);
  const entries = known.filter(({ surface }) => plain.includes(normal(surface)));
  const missing: VoicevoxWord[] = [];
  const respelled: Pronunciation[] = [];
  for (const { word, reading } of found) {
    const pronunciation = katakana(reading);
    const same = entries.find(({ surface }) => normal(surface) === normal(word));
    if (same?.pronunciation === pronunciation) continue;
    if (same !== undefined || pronunciation === null) respelled.push({ word, reading });
    else missing.push({ surface: word, pronunciation });
  }
  const all = [...entries, ...missing].map((entry) => ({ ...entry, surface: normal(entry.surface) }));
  return { entries: all.sort((one, other) => (one.surface < other.surface ? -1 : 1)), missing, respelled };
}

/** False where the engine takes no words (`--disable_mutable_api`). */
export async function addWord(client: VoicevoxClient, word: VoicevoxWord, signal: AbortSignal): Promise<boolean> {
  try {
    await client.addWord({ ...word, accent_type: accentOf(word.pronunciation) }, signal);
    return true;
  } catch (error) {
    if (error instanceof ProxxError && error.code === "provider_failed") return false;
    throw error;
  }
}

/** Most names are foreign: those fall on the third mora from the end, short ones on the first. */
function accentOf(pronunciation: string): number {
  const count = plainKana(pronunciation).length;
  return count >= 4 ? count - 2 : 1;
}

/** The engine keeps its words in wide letters. */
function normal(text: string): string {
  return text.normalize("NFKC");
}

function katakana(reading: string): string | null {
  const written = Array.from(reading.normalize("NFKC"), (sign) =>
    /[\u3041-\u3096]/.test(sign) ? String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0x60) : sign,
  ).join("");
  return /^[ァ-ヴー]+$/.test(written) ? written : null;
}
