import { mkdtemp, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ProxxError, type Loudness } from "@proxx/contract";
import {
  duck,
  encodeLevelled,
  exactSamples,
  layUnder,
  measureLoudness,
  openFile,
  placeSound,
  standardSamples,
  type Sound,
} from "@proxx/composition";
import { filter, hashFile, inputStream, safeInputArguments, type MediaTools } from "@proxx/media";
import { z } from "zod";
import type { Parts } from "../../parts/parts.ts";
import type { StepDegradation } from "../../step-options.ts";
import { SAMPLE_RATE } from "../speech/finish-speech.ts";
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

export interface MixedSound {
  /** AAC in MP4, of exactly as many samples as the movie has. */
  path: string;
  /** What was measured of that file, as a promise of the movie; null of silence, and where it could not be kept. */
  promised: { lufs: number; tolerance: number; truePeak: number } | null;
  degradations: StepDegradation[];
}

/** Raised when the same lines begin to be mixed in another way. */
const VERSION = 1;
const DEFAULT_LOUDNESS: Loudness = { integrated: -14, truePeak: -1 };
const TOLERANCE = 0.5;

const factsSchema = z.object({
  isPromised: z.boolean(),
  missed: z.array(z.object({ message: z.string(), hint: z.string() })),
});

/**
 * What mixes the sound of a movie: every line from its sample on, music under them, all of it as loud as it is to be, to
 * the sample as long as the movie.
 *
 * @example
 * const mixSound = createMixSound({ parts, tools, music: { path: "music.mp3" } });
 * await renderVideoForScript(script, { ...options, mixSound });
 */
export function createMixSound(options: MixOptions) {
  const { parts, tools, loudness = DEFAULT_LOUDNESS, signal = new AbortController().signal } = options;
  const music = options.music === undefined ? null : settledMusic(options.music);

  return async (lines: readonly PlacedNarration[], samples: number): Promise<MixedSound> => {
    const part = await parts.part(
      {
        kind: "mix",
        shown: "sound of the movie",
        ingredients: {
          version: VERSION,
          lines: await Promise.all(
            lines.map(async ({ path, from }) => ({ from, sound: await hashFile(path, signal) })),
          ),
          samples,
          music: music === null ? null : { ...music, path: undefined, sound: await hashMusic(music.path, signal) },
          loudness,
          ffmpeg: tools.version,
        },
        extension: "m4a",
        facts: factsSchema,
      },
      async (path) => {
        const workDir = await mkdtemp(join(dirname(path), "mix-"));
        try {
          const sound = await mixed(lines, samples, music, { workDir, tools, signal, loudness });
          const { measured, degradations } = await encodeLevelled(sound, loudness, { path, workDir, tools, signal });
          const missed = degradations.map(({ message, hint }) => ({ message, hint }));
          return { isPromised: measured !== null && missed.length === 0, missed };
        } finally {
          await rm(workDir, { recursive: true, force: true });
        }
      },
    );
    const { isPromised, missed } = part.facts;
    const promised = { lufs: loudness.integrated, tolerance: TOLERANCE, truePeak: loudness.truePeak };
    const degradations = missed.map((one) => ({ code: "loudness_missed" as const, ...one }));
    return { path: part.path, promised: isPromised ? promised : null, degradations };
  };
}

type SettledMusic = { [Name in keyof Music]-?: Exclude<Music[Name], undefined> };

function settledMusic(music: Music): SettledMusic {
  const { path, belowDecibels = 8, duckedDecibels = 9, fadeInSeconds = 1, fadeOutSeconds = 3, loop = true } = music;
  return { path, belowDecibels, duckedDecibels, fadeInSeconds, fadeOutSeconds, loop };
}

interface Mixing {
  workDir: string;
  tools: MediaTools;
  signal: AbortSignal;
  loudness: Loudness;
}

async function mixed(
  lines: readonly PlacedNarration[],
  samples: number,
  music: SettledMusic | null,
  mixing: Mixing,
): Promise<Sound> {
  const path = join(mixing.workDir, "speech.wav");
  const placed = await placeNarrations(lines, samples, path);
  const input = { prepare: () => safeInputArguments(path) };
  // Left to the resampler, mono comes 3 dB lower.
  const both = filter(inputStream(input, "audio"), "pan", { args: "stereo|c0=c0|c1=c0" });
  const speech = { stream: exactSamples(standardSamples(both), samples), samples };
  if (music === null) return speech;
  const heard = placed.map(({ from, to }) => ({ start: from / SAMPLE_RATE, end: to / SAMPLE_RATE }));
  const under = await placedMusic(music, samples, mixing);
  const ducked = under === null ? null : duck(under, heard, music.duckedDecibels);
  return (ducked && layUnder(speech, [ducked])) ?? speech;
}

async function placedMusic(music: SettledMusic, samples: number, mixing: Mixing): Promise<Sound | null> {
  const { sound } = await openFile(music.path, "audio", mixing);
  if (sound === null) throw noSound(music.path);
  const { integrated } = await measureLoudness(sound.stream, mixing);
  if (integrated === -Infinity) return null;
  const decibels = mixing.loudness.integrated - music.belowDecibels - integrated;
  return placeSound(sound, samples, {
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
