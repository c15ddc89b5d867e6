import { mkdtemp, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ProxxError, type Loudness, type Part } from "@proxx/contract";
import {
  duck,
  encodeLevelled,
  exactSamples,
  layUnder,
  measureLoudness,
  openFile,
  placeSound,
  standardSamples,
  type MeasuredLoudness,
  type Sound,
} from "@proxx/composition";
import { filter, hashFile, inputStream, safeInputArguments, type MediaTools } from "@proxx/media";
import { z } from "zod";
import type { Parts } from "../../parts/parts.ts";
import type { StepDegradation } from "../../step-options.ts";
import { SAMPLE_RATE } from "../speech/finish-speech.ts";
import { measureLines } from "./measure-lines.ts";
import { mixSpeech } from "./packets/mix-speech.ts";
import { placeNarrations, type PlacedNarration } from "./place-narrations.ts";

/** What is heard under what is spoken. */
export interface Music {
  path: string;
  /** How much softer it is than the movie, where nobody speaks. @default 8 */
  belowDecibels?: number | undefined;
  /** How much softer still it is while somebody speaks. @default 9 */
  duckedDecibels?: number | undefined;
  /** @default 1 */
  fadeInSeconds?: number | undefined;
  /** @default 3 */
  fadeOutSeconds?: number | undefined;
  /** Whether it begins anew where it is shorter than the movie. @default true */
  loop?: boolean | undefined;
}

export interface MixOptions {
  parts: Parts;
  tools: MediaTools;
  music?: Music | undefined;
  /** @default -14 LUFS, at most -1 dBTP */
  loudness?: Loudness | undefined;
  signal?: AbortSignal | undefined;
}

/** The sound of a movie, before it is made: what it will be made of decides what it is. */
export interface PlannedSound {
  ingredients: unknown;
  make: () => Promise<MixedSound>;
}

export interface MixedSound {
  /** AAC in MP4, of exactly as many blocks of 1024 samples as the movie has. */
  path: string;
  /** What was measured of that file, as a promise of the movie; null of silence, and where it could not be kept. */
  promised: { lufs: number; tolerance: number; truePeak: number } | null;
  /** What a listener gets; null of silence. */
  measured: { lufs: number; truePeak: number } | null;
  degradations: StepDegradation[];
}

/** Raised when the same lines begin to be mixed in another way. */
export const MIX_VERSION = 3;
const DEFAULT_LOUDNESS: Loudness = { integrated: -14, truePeak: -1 };
const TOLERANCE = 0.5;

const factsSchema = z.object({
  isPromised: z.boolean(),
  measured: z.object({ lufs: z.number(), truePeak: z.number() }).nullable(),
  missed: z.array(z.object({ message: z.string(), hint: z.string() })),
});

/**
 * What mixes the sound of a movie: every line at its sample, music under them, all of it as loud as it is to be and as long
 * as the movie. Where there is speech alone, each line is coded by itself, and one that was coded before is taken as it is.
 *
 * @example
 * const mixSound = createMixSound({ parts, tools, music: { path: "music.mp3" } });
 * await renderVideoForScript(script, { ...options, mixSound });
 */
export function createMixSound(options: MixOptions) {
  const { parts, tools, loudness = DEFAULT_LOUDNESS, signal = new AbortController().signal } = options;
  const music = options.music === undefined ? null : settledMusic(options.music);

  return async (lines: readonly PlacedNarration[], samples: number): Promise<PlannedSound> => {
    const measured = await measureLines(lines, samples, signal);
    const ingredients = {
      version: MIX_VERSION,
      lines: measured.map(({ from, sha256 }) => ({ from, sound: sha256 })),
      samples,
      music: music === null ? null : { ...music, path: undefined, sound: await hashMusic(music.path, signal) },
      loudness,
      ffmpeg: tools.version,
    };
    const make = (path: string) =>
      inFolderBeside(path, async (workDir) => {
        const mixing = { samples, loudness, path, workDir, parts, tools, signal };
        const speech = music === null ? await mixSpeech(measured, mixing) : null;
        if (speech !== null) return { isPromised: true, measured: loudnessIn(speech), missed: [] };
        return await mixAnew(lines, music, mixing);
      });
    return {
      ingredients,
      make: async () => {
        const what = { kind: "mix", shown: "sound of the movie", ingredients, extension: "m4a", facts: factsSchema };
        return mixedSound(await parts.part(what, make), loudness);
      },
    };
  };
}

interface Mixing {
  samples: number;
  loudness: Loudness;
  path: string;
  workDir: string;
  tools: MediaTools;
  signal: AbortSignal;
}

type MixFacts = z.output<typeof factsSchema>;

function mixedSound({ path, facts }: Part<MixFacts>, { integrated, truePeak }: Loudness): MixedSound {
  return {
    path,
    promised: facts.isPromised ? { lufs: integrated, tolerance: TOLERANCE, truePeak } : null,
    measured: facts.measured,
    degradations: facts.missed.map((one) => ({ code: "loudness_missed" as const, ...one })),
  };
}

/** All of it as one sound, which is coded as a whole. */
async function mixAnew(
  lines: readonly PlacedNarration[],
  music: SettledMusic | null,
  mixing: Mixing,
): Promise<MixFacts> {
  const sound = await mixed(lines, music, mixing);
  await rm(mixing.path, { force: true });
  const { measured, degradations } = await encodeLevelled(sound, mixing.loudness, mixing);
  const missed = degradations.map(({ message, hint }) => ({ message, hint }));
  return {
    isPromised: measured !== null && missed.length === 0,
    measured: measured === null ? null : loudnessIn(measured),
    missed,
  };
}

function loudnessIn({ integrated, truePeak }: MeasuredLoudness) {
  return { lufs: integrated, truePeak };
}

async function inFolderBeside<Result>(path: string, work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(dirname(path), "mix-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type SettledMusic = { [Name in keyof Music]-?: Exclude<Music[Name], undefined> };

function settledMusic(music: Music): SettledMusic {
  const { path, belowDecibels = 8, duckedDecibels = 9, fadeInSeconds = 1, fadeOutSeconds = 3, loop = true } = music;
  return { path, belowDecibels, duckedDecibels, fadeInSeconds, fadeOutSeconds, loop };
}

async function mixed(lines: readonly PlacedNarration[], music: SettledMusic | null, mixing: Mixing): Promise<Sound> {
  const { samples } = mixing;
  const path = join(mixing.workDir, "speech.wav");
  const placed = await placeNarrations(lines, samples, path);
  const input = { prepare: () => safeInputArguments(path) };
  // Left to the resampler, mono comes 3 dB lower.
  const both = filter(inputStream(input, "audio"), "pan", { args: "stereo|c0=c0|c1=c0" });
  const speech = { stream: exactSamples(standardSamples(both), samples), samples };
  if (music === null) return speech;
  const heard = placed.map(({ from, to }) => ({ start: from / SAMPLE_RATE, end: to / SAMPLE_RATE }));
  const under = await placedMusic(music, mixing);
  const ducked = under === null ? null : duck(under, heard, music.duckedDecibels);
  return (ducked && layUnder(speech, [ducked])) ?? speech;
}

async function placedMusic(music: SettledMusic, mixing: Mixing): Promise<Sound | null> {
  const { sound } = await openFile(music.path, "audio", mixing);
  if (sound === null) throw noSound(music.path);
  const { integrated } = await measureLoudness(sound.stream, mixing);
  if (integrated === -Infinity) return null;
  const decibels = mixing.loudness.integrated - music.belowDecibels - integrated;
  return placeSound(sound, mixing.samples, {
    volume: 10 ** (decibels / 20),
    fadeIn: music.fadeInSeconds,
    fadeOut: music.fadeOutSeconds,
    loop: music.loop,
  });
}

async function hashMusic(path: string, signal: AbortSignal): Promise<string> {
  try {
    return await hashFile(path, signal);
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new ProxxError("source_missing", `The music ${path} cannot be read.`, {
      hint: "Put the file there, or take it out of the settings.",
      cause,
    });
  }
}

function noSound(path: string): ProxxError {
  return new ProxxError("media_unsupported", `There is no sound in ${path}.`, {
    hint: "Give a file with sound as music.",
  });
}
