import { findSpeech, windowLevels } from "./find-speech.ts";
import { limitPeaks } from "./limit-peaks.ts";
import { loudnessOf } from "./loudness.ts";
import { resample } from "./resample.ts";

export const SAMPLE_RATE = 48_000;
/** How many values a second tell how far the mouth is open. */
export const MOUTH_RATE = 60;

export interface SpeechFinish {
  /** How long it is silent before the first sound, and after the last. */
  leadSeconds: number;
  tailSeconds: number;
  /** In LUFS, of the one channel. */
  loudness: number;
  /** In dB below full scale: peaks above it are taken off. */
  peak: number;
}

/**
 * Both sides of a movie's sound carry the same voice, which makes it 3 LU louder, and the pauses between lines take 0.4 LU
 * back: the whole comes to -14 by itself.
 */
export const DEFAULT_FINISH: SpeechFinish = { leadSeconds: 0.06, tailSeconds: 0.2, loudness: -16.6, peak: -3 };

export interface FinishedSpeech {
  /** At 48 000 Hz. */
  samples: Int16Array;
  /** By how much later than in what the voice gave everything is now; negative where it is earlier. */
  shiftSeconds: number;
  /** From 0, shut, to 1. */
  mouth: number[];
}

/** Speech of any voice as all narrations are: at one rate, silent for a given time at both ends, as loud as the others. */
export function finishSpeech(given: Float32Array, sampleRate: number, finish: SpeechFinish): FinishedSpeech | null {
  const whole = resample(given, sampleRate, SAMPLE_RATE);
  const said = findSpeech(whole);
  if (said === null) return null;
  const speech = whole.slice(said.from, said.to);
  const loud = levelled(speech, finish);
  const lead = Math.round(finish.leadSeconds * SAMPLE_RATE);
  const samples = new Int16Array(lead + loud.length + Math.round(finish.tailSeconds * SAMPLE_RATE));
  for (const [index, sample] of loud.entries()) samples[lead + index] = Math.round(sample * 32_767);
  return { samples, shiftSeconds: (lead - said.from) / SAMPLE_RATE, mouth: mouthOf(samples) };
}

/** One gain for all of it. What the limiter takes back is added again, as far as a few decibels go. */
function levelled(speech: Float32Array, { loudness, peak }: SpeechFinish): Float32Array {
  let decibels = loudness - loudnessOf(speech);
  const most = decibels + 8;
  for (let attempt = 0; ; attempt++) {
    const gain = 10 ** (decibels / 20);
    const loud = limitPeaks(
      speech.map((sample) => sample * gain),
      10 ** (peak / 20),
    );
    const missing = loudness - loudnessOf(loud);
    if (attempt === 3 || Math.abs(missing) < 0.2) return loud;
    decibels = Math.min(most, decibels + missing * 1.5);
  }
}

/** How loud it is, from 35 dB below the loudest to the loudest. */
function mouthOf(samples: Int16Array): number[] {
  const levels = windowLevels(
    Float32Array.from(samples, (sample) => sample / 32_768),
    SAMPLE_RATE / MOUTH_RATE,
  );
  const loudest = levels.reduce((most, level) => Math.max(most, level), -Infinity);
  return levels.map((level) => Math.round(Math.max(0, 1 + (level - loudest) / 35) * 100) / 100);
}
