import type { Degradation, Loudness } from "@proxx/contract";
import { filter, type Stream } from "@proxx/media";
import type { Sound } from "../composition.ts";
import { exactSamples, standardSamples } from "../exact-streams.ts";
import type { MeasuredLoudness } from "../measure/measure-loudness.ts";
import { firstSetting, isNearEnough, nextSetting, weightOf, type LimiterSetting } from "./limiter-setting.ts";

/** What came nearest to a loudness. */
export interface FoundLevel {
  stream: Stream;
  measured: MeasuredLoudness;
  /** Which attempt it was, as `measure` was told. */
  attempt: number;
}

const ATTEMPTS = 5;

/**
 * Looks for the gain, and the limit where one is needed, that bring a sound to a loudness: each attempt is measured, and the
 * next one mends what it missed. The nearest of them counts. `source` is what was measured of the sound as it is.
 */
export async function findLevel(
  sound: Sound,
  { integrated: target, truePeak: limit }: Loudness,
  source: MeasuredLoudness,
  measure: (stream: Stream, attempt: number) => Promise<MeasuredLoudness>,
): Promise<FoundLevel | null> {
  const linearGain = target - source.integrated;
  let setting = firstSetting(linearGain, limit);
  let best: (FoundLevel & { weight: number }) | null = null;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const isLimited = source.truePeak + setting.gain > setting.ceiling;
    const stream = isLimited ? limited(sound, setting) : amplified(sound.stream, setting.gain);
    const measured = await measure(stream, attempt);
    const miss = { loudness: target - measured.integrated, peak: measured.truePeak - limit };
    const weight = weightOf(miss);
    if (best === null || weight < best.weight) best = { stream, measured, attempt, weight };
    if (isNearEnough(miss)) break;
    setting = nextSetting(setting, miss, { isLimited, linearGain });
  }
  return best;
}

export function amplified(stream: Stream, decibels: number): Stream {
  return filter(stream, "volume", { volume: `${decibels.toFixed(2)}dB`, precision: "float" });
}

/** Limits at four times the sample rate, where the peaks that lie between samples are samples themselves. */
function limited({ stream, samples }: Sound, { gain, ceiling }: LimiterSetting): Stream {
  const fine = filter(amplified(stream, gain), "aresample", { sample_rate: 192_000 });
  const held = filter(fine, "alimiter", {
    limit: 10 ** (Math.max(-24, ceiling) / 20),
    attack: 5,
    release: 80,
    level: false,
    latency: true,
  });
  return exactSamples(standardSamples(held), samples);
}

/** How many LU a result may be off by EBU R128. */
const ALLOWED = 0.5;

/** What is to be said where a sound did not come to its loudness. */
export function missedLevel(
  measured: MeasuredLoudness,
  { integrated, truePeak }: Loudness,
): Omit<Degradation, "jobId">[] {
  if (Math.abs(measured.integrated - integrated) <= ALLOWED && measured.truePeak <= truePeak) return [];
  return [
    {
      code: "loudness_missed",
      message: `The sound comes to ${measured.integrated} LUFS and ${measured.truePeak} dBTP instead of ${integrated} and ${truePeak}: its peaks are too high above the rest.`,
      hint: "Ask for a lower loudness or a higher true peak.",
    },
  ];
}
