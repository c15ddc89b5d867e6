import type { Degradation, Loudness, OperationContext } from "@proxx/contract";
import type { MediaTools } from "@proxx/media";
import type { Composition } from "../composition.ts";
import { measureLoudness } from "../measure/measure-loudness.ts";
import { amplified, findLevel, missedLevel } from "./find-level.ts";
import { renderTarget, soundEncoding } from "./render-target.ts";

export interface Levelled {
  composition: Composition;
  degradations: Omit<Degradation, "jobId">[];
}

/** An encoder moves peaks: one that is nearer to the limit than this may come out above it. */
const SAFE_DECIBELS = 2;

/**
 * Brings the sound to a loudness by EBU R128 in two passes: the whole is measured first, so that one gain fits all of it.
 * Where that gain would drive peaks over the limit, a limiter takes off the peaks alone, and
 * gain and limit are corrected by what is then measured behind the encoder. The gain is one for the whole film, so that
 * what was quiet stays as much more quiet than the rest as it was.
 */
export async function level(
  composition: Composition,
  loudness: Loudness,
  { workDir, signal }: Pick<OperationContext, "workDir" | "signal">,
  tools: MediaTools,
): Promise<Levelled> {
  const { sound, picture } = composition;
  if (sound === null) return { composition, degradations: [] };
  const measuring = { workDir, tools, signal };
  const source = await measureLoudness(sound.stream, measuring);
  // Silence has no loudness that could be changed.
  if (source.integrated === -Infinity) return { composition, degradations: [] };
  const linearGain = loudness.integrated - source.integrated;
  if (source.truePeak + linearGain <= loudness.truePeak - SAFE_DECIBELS) {
    const stream = amplified(sound.stream, linearGain);
    return { composition: { ...composition, sound: { ...sound, stream } }, degradations: [] };
  }

  const encoding = soundEncoding(renderTarget(picture));
  const found = await findLevel(sound, loudness, source, (stream) =>
    measureLoudness(stream, { ...measuring, encoding }),
  );
  if (found === null) return { composition, degradations: [] };
  const { stream, measured } = found;
  return {
    composition: { ...composition, sound: { ...sound, stream } },
    degradations: missedLevel(measured, loudness),
  };
}
