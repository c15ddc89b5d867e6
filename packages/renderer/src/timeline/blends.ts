import { BLEND_SHARES } from "../bits/uncoded-picture.ts";
import type { Shown } from "../bits/show-pictures.ts";
import type { FrameRun } from "./frame-runs.ts";
import { OPAQUE, seenOf, statesKey, type LayerState } from "./layer-state.ts";
import type { FrameSize } from "./rectangle.ts";

/** A picture of a segment, and for how many of its frames. */
export interface SegmentPicture {
  readonly run: FrameRun;
  readonly count: number;
}

export interface Blended {
  /** Those that have to be coded. */
  readonly coded: readonly FrameRun[];
  /** All of them, in the order in which they are shown. */
  readonly shown: readonly Shown[];
}

/** A picture that stays longer is one to build on. */
const MOST_FRAMES = 2;

/**
 * Finds pictures that are a weighted mean of two others: while a single layer fades and nothing else happens, each pixel
 * moves in a straight line from what it is without that layer to what it is with it. They need not be coded at all.
 */
export function findBlends(pictures: readonly SegmentPicture[], size: FrameSize): Blended {
  const shares = new Map<number, number>();
  for (let index = 1; index < pictures.length - 1;) {
    const fade = longestFade(pictures, index, size);
    for (const [at, share] of fade?.shares.entries() ?? []) shares.set(index + at, share);
    index = fade?.last ?? index + 1;
  }
  return {
    coded: pictures.flatMap(({ run }, index) => (shares.has(index) ? [] : [run])),
    shown: pictures.map(({ count }, index) => ({ count, share: shares.get(index) ?? null })),
  };
}

interface Fade {
  /** Of the pictures between the first and the last. */
  readonly shares: readonly number[];
  /** The picture with which it ends. */
  readonly last: number;
}

/** The fade of which the second picture is at `index`. */
function longestFade(pictures: readonly SegmentPicture[], index: number, size: FrameSize): Fade | null {
  const states = pictures[index]?.run.states ?? [];
  const fades = states.flatMap((state, layer) =>
    state.opacity === OPAQUE ? [] : (fadeOf(pictures, index, { states, layer, size }) ?? []),
  );
  return fades.sort((one, other) => other.last - one.last)[0] ?? null;
}

interface Family {
  readonly states: readonly LayerState[];
  readonly layer: number;
  readonly size: FrameSize;
}

function fadeOf(pictures: readonly SegmentPicture[], index: number, family: Family): Fade | null {
  const first = opacityIn(pictures[index - 1], family);
  if (first === null) return null;
  const opacities = [first];
  let last = index - 1;
  for (let at = index; at < pictures.length; at++) {
    const [before, opacity] = [opacities.at(-1) ?? first, opacityIn(pictures[at], family)];
    const turns = opacity !== null && opacities.length > 1 && opacity > before !== before > first;
    if (opacity === null || opacity === before || turns) break;
    opacities.push(opacity);
    last = at;
    if ((pictures[at]?.count ?? 0) > MOST_FRAMES) break;
  }
  const way = (opacities.at(-1) ?? first) - first;
  if (last <= index) return null;
  const shares = opacities.slice(1, -1).map((opacity) => Math.round((BLEND_SHARES * (opacity - first)) / way));
  return { shares, last };
}

/** How much of the layer is seen in a picture in which everything else is as in the family; null in any other. */
function opacityIn(picture: SegmentPicture | undefined, { states, layer, size }: Family): number | null {
  const own = picture?.run.states[layer];
  const key = picture?.run.key;
  const withOpacity = (opacity: number) => states.map((state, at) => (at === layer ? { ...state, opacity } : state));
  if (own !== undefined && key === statesKey(withOpacity(own.opacity))) return own.opacity;
  if (key === statesKey(states.filter((_, at) => at !== layer))) return 0;
  return key === statesKey(seenOf(withOpacity(OPAQUE), size)) ? OPAQUE : null;
}
