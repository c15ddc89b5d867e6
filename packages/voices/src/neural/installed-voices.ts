import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { NEURAL_VOICES, type NeuralVoice } from "./neural-voices.ts";

/** A voice whose files lie here, whole. */
export interface InstalledVoice {
  voice: NeuralVoice;
  folder: string;
  /** Milliseconds since 1970. */
  addedAtMs: number;
}

/** Where the voices that were added lie, and which there can be. */
export interface NeuralVoices {
  folder: string;
  /** @default those of Proxx */
  known?: readonly NeuralVoice[] | undefined;
}

/** Written last into a voice's folder: what has it is whole. */
export const MANIFEST = "voice.json";

const manifestSchema = z.object({ name: z.string(), sha256: z.string(), addedAtMs: z.number() });

/** The folder of a voice; its name has a colon, which not every file system takes. */
export function folderOf(folder: string, { name }: NeuralVoice): string {
  return join(folder, name.replaceAll(":", "-"));
}

/** The voices that were added, the last of them first. One of another archive than is known here is none. */
export function installedVoices({ folder, known = NEURAL_VOICES }: NeuralVoices): InstalledVoice[] {
  if (!isThere(folder)) return [];
  const found = known.flatMap((voice) => {
    const manifest = readManifest(folderOf(folder, voice));
    if (manifest?.name !== voice.name || manifest.sha256 !== voice.sha256) return [];
    return [{ voice, folder: folderOf(folder, voice), addedAtMs: manifest.addedAtMs }];
  });
  return found.toSorted((one, other) => other.addedAtMs - one.addedAtMs);
}

/** The voice that speaks a language where nobody names one: of its own country if there is one, the last that was added. */
export function defaultVoice(installed: readonly InstalledVoice[], language: string): InstalledVoice | undefined {
  const tag = language.toLowerCase();
  const [primary] = tag.split("-");
  const speaking = installed.filter(({ voice }) => voice.language.toLowerCase().split("-")[0] === primary);
  return speaking.find(({ voice }) => voice.language.toLowerCase() === tag) ?? speaking[0];
}

/** Asked for each line of a movie: mostly there is no such folder. */
function isThere(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}

function readManifest(folder: string) {
  try {
    const written: unknown = JSON.parse(readFileSync(join(folder, MANIFEST), "utf8"));
    return manifestSchema.safeParse(written).data ?? null;
  } catch {
    return null;
  }
}
