import { ProxxError } from "@proxx/contract";
import { rational, toNumber, type Rational } from "@proxx/media";
import { framesIn, secondsOfFrames, even, rateOf } from "@proxx/composition";
import type { LayerClip, OpenLayer } from "./open-layers.ts";

export interface Canvas {
  width: number;
  height: number;
  rate: Rational;
  frames: number;
  /** Pictures upon pictures, none of which is given any time, are a picture. */
  still: boolean;
}

/** A clip's place in its layer, in frames of the canvas. */
export interface Segment {
  clip: LayerClip;
  at: number;
  frames: number;
}

export interface PlannedLayer {
  layer: OpenLayer;
  /** In frames of the canvas, from its beginning. */
  at: number;
  frames: number;
  segments: readonly Segment[];
}

interface Wanted {
  width?: number | undefined;
  height?: number | undefined;
  fps?: number | undefined;
  duration?: number | undefined;
}

/** How long a picture stands where nothing says so. */
const STILL_SECONDS = 3;

/** Size, pace and length of the whole, and when each layer is seen. */
export function planLayers(layers: readonly OpenLayer[], wanted: Wanted): { canvas: Canvas; planned: PlannedLayer[] } {
  const main = layers.find(({ isMain }) => isMain);
  const [first] = main?.clips ?? [];
  if (main === undefined || first === undefined) throw new TypeError("Expected a main layer");
  const size = canvasSize(first.picture, wanted);
  const rate = canvasRate([main, ...layers], wanted.fps);
  const still = wanted.duration === undefined && layers.every(hasNoTime);
  const frames = still ? 1 : wholeLength(layers, main, { rate, duration: wanted.duration });
  const canvas = { ...size, rate, frames, still };
  return { canvas, planned: layers.map((layer) => planLayer(layer, canvas)) };
}

function canvasSize(picture: { width: number; height: number }, { width, height }: Wanted) {
  return {
    width: even(width ?? (height === undefined ? picture.width : (height * picture.width) / picture.height)),
    height: even(height ?? (width === undefined ? picture.height : (width * picture.height) / picture.width)),
  };
}

function canvasRate(layers: readonly OpenLayer[], fps: number | undefined): Rational {
  if (fps !== undefined) return rateOf(fps);
  const film = layers.flatMap(({ clips }) => clips).find(({ picture }) => !picture.still);
  return film?.picture.rate ?? rational(30);
}

function hasNoTime(layer: OpenLayer): boolean {
  const isTimed = [layer.start, layer.duration, layer.fadeIn, layer.fadeOut].some((seconds) => seconds !== undefined);
  return !isTimed && !layer.isTimeline && layer.clips.every(({ picture }) => picture.still);
}

function wholeLength(
  layers: readonly OpenLayer[],
  main: OpenLayer,
  { rate, duration }: { rate: Rational; duration: number | undefined },
): number {
  if (duration !== undefined) return framesIn(duration, rate);
  const endOf = (layer: OpenLayer) => {
    const own = ownLength(layer, rate);
    return own === null ? null : framesFrom(layer.start ?? 0, rate) + own;
  };
  const decided = endOf(main);
  if (decided !== null) return decided;
  const ends = layers.map(endOf).filter((end) => end !== null);
  return ends.length === 0 ? framesIn(STILL_SECONDS, rate) : Math.max(...ends);
}

/** How long a layer is by itself; null of a picture, which lasts as long as it is shown. */
function ownLength(layer: OpenLayer, rate: Rational): number | null {
  const said = layer.duration === undefined ? null : framesIn(layer.duration, rate);
  const [first] = layer.clips;
  if (layer.isTimeline) {
    return (
      said ??
      layer.clips.reduce(
        (sum, clip) => sum + (saidFrames(clip, rate) ?? clipFrames(clip, rate, layer) ?? framesIn(STILL_SECONDS, rate)),
        0,
      )
    );
  }
  const film = first === undefined ? null : clipFrames(first, rate, layer);
  return film === null ? said : Math.min(film, said ?? film);
}

function planLayer(layer: OpenLayer, canvas: Canvas): PlannedLayer {
  const { rate } = canvas;
  const at = framesFrom(layer.start ?? 0, rate);
  const left = canvas.frames - at;
  if (left <= 0) {
    throw new ProxxError("input_unusable", `Layer ${layer.number} begins when the whole has ended.`, {
      hint: `The whole is ${secondsOfFrames(canvas.frames, rate).toFixed(2)} s long: let the layer begin earlier, or set \`duration\`.`,
    });
  }
  if (!layer.isTimeline) {
    const frames = Math.min(left, ownLength(layer, rate) ?? left);
    const segments = layer.clips.map((clip) => ({ clip, at: 0, frames }));
    return { layer, at, frames, segments };
  }
  const said = layer.duration === undefined ? null : framesIn(layer.duration, rate);
  const frames = Math.min(left, said ?? (layer.isMain ? (ownLength(layer, rate) ?? left) : left));
  return { layer, at, frames, segments: segmentsOf(layer, frames, { rate, shares: !layer.isMain || said !== null }) };
}

/** The clips of a timeline one after the other. Those that do not say how long they are share what is left. */
function segmentsOf(
  layer: OpenLayer,
  frames: number,
  { rate, shares }: { rate: Rational; shares: boolean },
): Segment[] {
  const said = layer.clips.map((clip) => saidFrames(clip, rate));
  const open = said.filter((length) => length === null).length;
  const left = frames - said.reduce<number>((sum, length) => sum + (length ?? 0), 0);
  if (shares && open > 0 && left < open) {
    throw new ProxxError(
      "input_unusable",
      `The timeline of layer ${layer.number} has no time left for all of its clips.`,
      {
        hint: "Make those that have a `duration` shorter, or the layer longer.",
      },
    );
  }
  let at = 0;
  let shared = 0;
  return layer.clips.flatMap((clip, index) => {
    const own = clipFrames(clip, rate, layer);
    const slot = said[index] ?? (shares ? shareOf(left, open, shared++) : (own ?? framesIn(STILL_SECONDS, rate)));
    const segment = { clip, at, frames: Math.min(slot, own ?? slot, frames - at) };
    at += slot;
    return segment.frames > 0 ? [segment] : [];
  });
}

function shareOf(left: number, among: number, index: number): number {
  return Math.round((left * (index + 1)) / among) - Math.round((left * index) / among);
}

function saidFrames({ duration }: LayerClip, rate: Rational): number | null {
  return duration === null ? null : framesIn(duration, rate);
}

/** How much there is of a clip from where it is to begin; null of a picture. */
function clipFrames({ picture, from }: LayerClip, rate: Rational, layer: OpenLayer): number | null {
  if (picture.still) return null;
  const seconds = secondsOfFrames(picture.frames, picture.rate) - from;
  if (seconds <= 0) {
    throw new ProxxError("input_unusable", `A clip of layer ${layer.number} is to begin after its end.`, {
      hint: `It is ${(seconds + from).toFixed(2)} s long: give it an earlier \`start\`.`,
    });
  }
  return framesIn(seconds, rate);
}

function framesFrom(seconds: number, rate: Rational): number {
  return Math.round(seconds * toNumber(rate));
}
