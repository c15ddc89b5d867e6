import type { Degradation, Loudness, OperationContext } from "@proxx/contract";
import { filter, type MediaTools, type Stream } from "@proxx/media";
import type { Composition, Sound } from "../composition.ts";
import { exactSamples, standardSamples } from "../exact-streams.ts";
import { measureLoudness, type MeasuredLoudness } from "../measure/measure-loudness.ts";
import { firstSetting, isNearEnough, nextSetting, weightOf, type LimiterSetting } from "./limiter-setting.ts";
import { renderTarget, soundEncoding } from "./render-target.ts";

export interface Levelled {
  composition: Composition;
  degradations: Omit<Degradation, "jobId">[];
}

/** An encoder moves peaks: one that is nearer to the limit than this may come out above it. */
const SAFE_DECIBELS = 2;
const ATTEMPTS = 5;

/**
 * Brings the sound to a loudness by EBU R128 in two passes: the whole is measured first, so that one gain fits all of it.
 * Where that gain would drive peaks over the limit, a limiter takes off the peaks alone, and
 * gain and limit are corrected by what is then measured behind the encoder. The gain is one for the whole film, so that
 * what was quiet stays as much more quiet than the rest as it was.
 */
export async function level(
  composition: Composition,
  { integrated: target, truePeak: limit }: Loudness,
  { workDir, signal }: Pick<OperationContext, "workDir" | "signal">,
  tools: MediaTools,
): Promise<Levelled> {
  const { sound, picture } = composition;
  if (sound === null) return { composition, degradations: [] };
  const measuring = { workDir, tools, signal };
  const source = await measureLoudness(sound.stream, measuring);
  // Silence has no loudness that could be changed.
  if (source.integrated === -Infinity) return { composition, degradations: [] };
  const linearGain = target - source.integrated;
  if (source.truePeak + linearGain <= limit - SAFE_DECIBELS) {
    const stream = amplified(sound.stream, linearGain);
    return { composition: { ...composition, sound: { ...sound, stream } }, degradations: [] };
  }

  const encoding = soundEncoding(renderTarget(picture));
  let setting = firstSetting(linearGain, limit);
  let best: { stream: Stream; measured: MeasuredLoudness; weight: number } | null = null;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const isLimited = source.truePeak + setting.gain > setting.ceiling;
    const stream = isLimited ? limited(sound, setting) : amplified(sound.stream, setting.gain);
    const measured = await measureLoudness(stream, { ...measuring, encoding });
    const miss = { loudness: target - measured.integrated, peak: measured.truePeak - limit };
    const weight = weightOf(miss);
    if (best === null || weight < best.weight) best = { stream, measured, weight };
    if (isNearEnough(miss)) break;
    setting = nextSetting(setting, miss, { isLimited, linearGain });
  }
  if (best === null) return { composition, degradations: [] };
  const { stream, measured } = best;
  return {
    composition: { ...composition, sound: { ...sound, stream } },
    degradations: missed(measured, { integrated: target, truePeak: limit }),
  };
}

function amplified(stream: Stream, decibels: number): Stream {
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

function missed(measured: MeasuredLoudness, { integrated, truePeak }: Loudness): Levelled["degradations"] {
  if (Math.abs(measured.integrated - integrated) <= ALLOWED && measured.truePeak <= truePeak) return [];
  return [
    {
      code: "loudness_missed",
      message: `The sound comes to ${measured.integrated} LUFS and ${measured.truePeak} dBTP instead of ${integrated} and ${truePeak}: its peaks are too high above the rest.`,
      hint: "Ask for a lower loudness or a higher true peak.",
    },
  ];
}
