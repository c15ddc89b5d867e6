import { createHash } from "node:crypto";
import { join } from "node:path";
import { writeFile } from "node:fs/promises";
import { canonicalJson, ProxxError, type Narration, type Part, type Script } from "@proxx/contract";
import { wavFile } from "@proxx/media";
import type { Line, PreparedLine, SpokenLine, Voice, Voices } from "@proxx/voices";
import type { Parts } from "../parts/parts.ts";
import { placePart } from "../parts/place-part.ts";
import { finishSpeech, SAMPLE_RATE, type FinishedSpeech, type SpeechFinish } from "./speech/finish-speech.ts";
import { speechFactsSchema, type SpeechFacts, type SpokenNarration } from "./spoken-narration.ts";

/** How a line of a script is spoken: by whom, and what is said of it. */
export interface NarrationRole {
  voice: Voice;
  line: Line;
}

/** Raised when the same speech begins to be finished in another way. */
export const FINISH_VERSION = 1;

/** Who speaks a line: a recording, else the voice of the line, of its persona, or of all. */
export function castNarration(
  script: Script,
  { text, reading, audio, voice: own, persona_id: personaId }: Narration,
  { voices, voice, resolvePath }: { voices: Voices; voice: string | undefined; resolvePath: (path: string) => string },
): NarrationRole {
  const persona = script.personas?.find(({ id }) => id === personaId);
  const choice = own ?? persona?.voice ?? voice;
  const { voice: name, ...manner } = typeof choice === "string" ? { voice: choice } : { voice: undefined, ...choice };
  const line = { text, reading, language: script.language, pronunciations: script.pronunciations, ...manner };
  if (audio !== undefined) return { voice: voices.openRecording(resolvePath(audio)), line };
  return { voice: voices.open(name, script.language), line };
}

/** The hash of what a script and its settings say of a line. */
export function askedOf({ voice, line }: NarrationRole, finish: SpeechFinish): string {
  const text = line.text.toLowerCase();
  const pronunciations = line.pronunciations?.filter(({ word }) => text.includes(word.toLowerCase()));
  const asked = { voice: voice.name, ...line, pronunciations, finish: { version: FINISH_VERSION, ...finish } };
  return createHash("sha256").update(canonicalJson(asked)).digest("hex");
}

interface Speaking {
  asked: string;
  prepared: PreparedLine;
  finish: SpeechFinish;
  parts: Parts;
  /** Of the movie. */
  folder: string;
  /** Speaks, and again where that may help. */
  attempt: (speak: () => Promise<SpokenLine>) => Promise<SpokenLine>;
}

/** A line as a file: the one that was made of the same before, or one that is spoken now. */
export async function speakNarration(
  { id }: Narration,
  { text, language }: Line,
  { asked, prepared, finish, parts, folder, attempt }: Speaking,
): Promise<SpokenNarration> {
  const part = await parts.part(
    {
      kind: KIND,
      shown: shownAs(id),
      ingredients: { text, language, speech: prepared.ingredients, finish: { version: FINISH_VERSION, ...finish } },
      extension: "wav",
      facts: speechFactsSchema,
    },
    async (path) => {
      const spoken = await attempt(() => prepared.speak());
      const finished = finishSpeech(spoken.samples, spoken.sampleRate, finish);
      if (finished === null) throw nothingHeard();
      await writeFile(path, wavFile(finished.samples, SAMPLE_RATE));
      return factsOf(spoken, finished, asked);
    },
  );
  return placed(id, part, folder);
}

/**
 * What was last spoken for a line, where the script still asks for the same: for when its voice is not there. Null where it
 * asks for something else. What the voice may have become since nobody can know.
 */
export async function keptNarration(
  narration: Narration,
  { folder, ...speaking }: Pick<Speaking, "asked" | "parts" | "folder">,
): Promise<SpokenNarration | null> {
  const part = await lastSpoken(narration, speaking);
  return part === null ? null : placed(narration.id, part, folder);
}

/** The part of it. */
export async function lastSpoken(
  { id }: Narration,
  { asked, parts }: Pick<Speaking, "asked" | "parts">,
): Promise<Part<SpeechFacts> | null> {
  const part = await parts.last({ kind: KIND, shown: shownAs(id), facts: speechFactsSchema });
  return part === null || part.facts.asked !== asked ? null : part;
}

const KIND = "narration";

function shownAs(id: string): string {
  return `narration ${id}`;
}

async function placed(id: string, part: Part<SpeechFacts>, folder: string): Promise<SpokenNarration> {
  const path = join(folder, "audio", `${id}.wav`);
  await placePart(part, path);
  const { sha256, reused, why, facts } = part;
  return { id, path, sha256, reused, why, seconds: facts.samples / SAMPLE_RATE, ...facts };
}

function factsOf(
  { words, timing }: SpokenLine,
  { samples, shiftSeconds, mouth }: FinishedSpeech,
  asked: string,
): SpeechFacts {
  const seconds = samples.length / SAMPLE_RATE;
  const shifted = (time: number) => Math.round(Math.min(seconds, Math.max(0, time + shiftSeconds)) * 1000) / 1000;
  const placedWords = words.map(({ word, from, to, start, end }) => ({
    text: word,
    from,
    to,
    start: shifted(start),
    end: shifted(end),
  }));
  return { samples: samples.length, words: placedWords, timing, asked, mouth };
}

function nothingHeard(): ProxxError {
  return new ProxxError("result_unusable", "Nothing is to be heard in what the voice gave.", {
    hint: "Give a `reading`, or take another voice.",
  });
}
