import { layerStateAt, seenOf, statesKey, type LayerState } from "./layer-state.ts";
import type { Timeline, TimelineLayer } from "./timeline.ts";

/** Frames in a row that are the same. */
export interface FrameRun {
  readonly from: number;
  readonly count: number;
  /** What of the layers is seen, from back to front. */
  readonly states: readonly LayerState[];
  /** The same text for the same frame. */
  readonly key: string;
}

/** The frames of a timeline, each that differs from the one before it once. */
export function frameRuns(timeline: Timeline): FrameRun[] {
  const runs: FrameRun[] = [];
  for (const { from, to, layers, moves } of stretches(timeline)) {
    const step = moves ? 1 : to - from;
    for (let frame = from; frame < to; frame += step) {
      const states = seenAt(layers, frame, timeline);
      const key = statesKey(states);
      const last = runs.at(-1);
      if (last?.key === key) runs[runs.length - 1] = { ...last, count: last.count + step };
      else runs.push({ from: frame, count: step, states, key });
    }
  }
  return runs;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly layers: readonly TimelineLayer[];
  readonly moves: boolean;
}

/** Cuts the movie wherever a layer comes, goes, begins to move or stops. */
function* stretches({ frames, layers }: Timeline): Generator<Stretch> {
  const cuts = new Set([0, frames]);
  for (const layer of layers) {
    for (const { from, to } of [layer, ...moving(layer)]) cuts.add(clamp(from, frames)).add(clamp(to, frames));
  }
  const ordered = [...cuts].sort((one, other) => one - other);
  const coming = layers
    .map((layer, depth) => ({ layer, depth }))
    .filter(({ layer }) => layer.to > layer.from)
    .sort((one, other) => one.layer.from - other.layer.from);
  let present: typeof coming = [];
  let next = 0;
  for (const [index, from] of ordered.entries()) {
    const to = ordered[index + 1];
    if (to === undefined) return;
    present = present.filter(({ layer }) => layer.to > from);
    for (; (coming[next]?.layer.from ?? Infinity) <= from; next++) {
      const entry = coming[next];
      if (entry !== undefined && entry.layer.to > from) present.push(entry);
    }
    const shown = present.sort((one, other) => one.depth - other.depth).map(({ layer }) => layer);
    const moves = shown.some((layer) => moving(layer).some((span) => span.from <= from && span.to >= to));
    yield { from, to, layers: shown, moves };
  }
}

function moving({ from, to, enter, leave, journey }: TimelineLayer): { from: number; to: number }[] {
  const way = journey?.stops ?? [{ frame: from }, { frame: to }];
  return [
    ...(journey ? [{ from: way[0]?.frame ?? from, to: way.at(-1)?.frame ?? to }] : []),
    ...(enter ? [{ from, to: Math.min(to, from + enter.frames) }] : []),
    ...(leave ? [{ from: Math.max(from, to - leave.frames), to }] : []),
  ];
}

/** What of layers is seen in a frame in which they are there. */
export function seenAt(layers: readonly TimelineLayer[], frame: number, size: Timeline): readonly LayerState[] {
  const states = layers.map((layer) => layerStateAt(layer, frame, size)).filter((state) => state !== null);
  return seenOf(states, size);
}

function clamp(frame: number, frames: number): number {
  return Math.min(Math.max(0, frame), frames);
}
