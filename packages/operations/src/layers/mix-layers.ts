import { filter, type Stream } from "@proxx/media";
import { SAMPLE_RATE, samplesOfFrames, type Sound, exactSamples, standardSamples } from "@proxx/composition";
import type { Canvas, PlannedLayer, Segment } from "./plan-layers.ts";

/** How loud a layer is heard. */
export function volumeOf({ layer }: PlannedLayer): number {
  return layer.volume ?? (layer.isMain ? 1 : 0);
}

/** What is heard of the layers, each at its time and at its own level; null where nothing is. */
export function mixLayers(planned: readonly PlannedLayer[], { rate, frames, still }: Canvas): Sound | null {
  if (still) return null;
  const samples = samplesOfFrames(frames, rate);
  const heard = planned.flatMap((one) =>
    volumeOf(one) === 0 ? [] : one.segments.flatMap((segment) => clipSound(segment, one, { rate, samples })),
  );
  const [first] = heard;
  if (first === undefined) return null;
  const mixed =
    heard.length === 1 ? first : filter(heard, "amix", { inputs: heard.length, normalize: 0, dropout_transition: 0 });
  return { stream: exactSamples(standardSamples(mixed), samples), samples };
}

function clipSound(
  { clip, at, frames }: Segment,
  planned: PlannedLayer,
  { rate, samples }: Pick<Canvas, "rate"> & { samples: number },
): Stream[] {
  const { sound } = clip.composition;
  if (sound === null) return [];
  const { layer } = planned;
  const begin = samplesOfFrames(planned.at + at, rate);
  const length = samplesOfFrames(planned.at + at + frames, rate) - begin;
  const from = Math.round(clip.from * SAMPLE_RATE);
  const cut = filter(sound.stream, "atrim", { start_sample: from, end_sample: from + length });
  const counted = exactSamples(filter(cut, "asetpts", { expr: "PTS-STARTPTS" }), length);
  const levelled = volumeOf(planned) === 1 ? counted : filter(counted, "volume", { volume: volumeOf(planned) });
  const late = begin === 0 ? levelled : filter(levelled, "adelay", { delays: `${begin}S`, all: true });
  const layerBegin = samplesOfFrames(planned.at, rate);
  const layerEnd = samplesOfFrames(planned.at + planned.frames, rate);
  return [exactSamples(faded(late, layer, { layerBegin, layerEnd }), samples)];
}

function faded(
  stream: Stream,
  { fadeIn = 0, fadeOut = 0 }: PlannedLayer["layer"],
  { layerBegin, layerEnd }: { layerBegin: number; layerEnd: number },
): Stream {
  const most = layerEnd - layerBegin;
  const [rise, fall] = [fadeIn, fadeOut].map((seconds) => Math.min(most, Math.round(seconds * SAMPLE_RATE)));
  let result = stream;
  if (rise) result = filter(result, "afade", { type: "in", start_sample: layerBegin, nb_samples: rise });
  if (fall) result = filter(result, "afade", { type: "out", start_sample: layerEnd - fall, nb_samples: fall });
  return result;
}
