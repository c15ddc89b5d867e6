import type { Slide } from "@proxx/contract";
import { itemTexts } from "./item-texts.ts";
import type { CutSection } from "./cut-between-lines.ts";
import { matchItems } from "./match-items.ts";
import type { Pace } from "./pace.ts";
import { timesOfItems } from "./times-of-items.ts";

/** A slide as it was drawn: what its times depend on. */
export interface SlideShape {
  readonly slide: Slide;
  readonly layers: readonly {
    /** 0: there from the start; the others come one after the other. */
    readonly build: number;
    /** Which point, row or bar of this slide it stands for, the first being 0. */
    readonly item?: number | undefined;
  }[];
}

export interface PlacedSlide {
  /** Which of the section's slides. */
  readonly index: number;
  readonly from: number;
  readonly to: number;
  /** The frame from which on each layer is there. */
  readonly layersFrom: readonly number[];
}

export interface SlideTimes {
  readonly frameAt: (seconds: number) => number;
  readonly seconds: (frame: number) => number;
  readonly pace: Pace;
  readonly language: string;
}

/** When each slide of a section is shown, and when what comes to it bit by bit comes. */
export function placeSlides(
  { from, to, lines }: Pick<CutSection, "from" | "to" | "lines">,
  shapes: readonly SlideShape[],
  times: SlideTimes,
): PlacedSlide[] {
  const counts = shapes.map(({ slide }) => itemTexts(slide).length);
  const items = shapes.flatMap(({ slide }) => itemTexts(slide));
  const { seconds, language, pace } = times;
  const mentions = matchItems(items, lines, { seconds, language, ahead: pace.ahead });
  const spoken = timesOfItems(mentions, { lines, section: { from, to }, seconds, pace });
  const firstOf = (index: number) => counts.slice(0, index).reduce((sum, count) => sum + count, 0);
  const starts = shapes.map((_, index) => {
    if (index === 0) return from;
    const begins = counts[index] === 0 ? undefined : spoken[firstOf(index)];
    return changeBefore(begins ?? evenly(times, { from, to, lines }, index / shapes.length), lines, times);
  });
  const ordered = inOrder(starts, { from, to });
  return shapes.map((shape, index) => {
    const slideFrom = ordered[index] ?? from;
    const slideTo = ordered[index + 1] ?? to;
    const own = spoken.slice(firstOf(index), firstOf(index) + (counts[index] ?? 0));
    return {
      index,
      from: slideFrom,
      to: slideTo,
      layersFrom: placeBuilds(shape, own, { from: slideFrom, to: slideTo, times }),
    };
  });
}

/** The times of builds: never after the word, and in their order. */
function placeBuilds(
  { layers }: SlideShape,
  spoken: readonly number[],
  { from, to, times }: { from: number; to: number; times: SlideTimes },
): number[] {
  const { frameAt, seconds, pace } = times;
  const builds = [...new Set(layers.map(({ build }) => build))].filter((build) => build > 0).sort((a, b) => a - b);
  const starts = new Map<number, number>();
  let earliest = from;
  for (const [order, build] of builds.entries()) {
    const own = layers.filter((layer) => layer.build === build).flatMap(({ item }) => spoken[item ?? -1] ?? []);
    const arrived = seconds(from) + pace.change;
    // What stands for nothing that is said comes by itself, a little after what was before.
    const wanted =
      own.length === 0 ? Math.max(arrived, seconds(earliest)) + (order === 0 ? 0 : 0.3) : Math.min(...own) - pace.ahead;
    const frame = Math.min(Math.max(frameAt(wanted), earliest), Math.max(from, to - 1));
    starts.set(build, frame);
    earliest = frame;
  }
  return layers.map(({ build }) => starts.get(build) ?? from);
}

/** The pause between lines in which a slide can change before a time; within a line, just before it. */
function changeBefore(
  time: number,
  lines: CutSection["lines"],
  { frameAt, seconds, pace }: Pick<SlideTimes, "frameAt" | "seconds" | "pace">,
): number {
  const pause = lines.findLast((line) => seconds(line.to) <= time && time - seconds(line.to) < 2);
  return pause?.to ?? frameAt(time - pace.ahead - pace.change);
}

function evenly(
  { seconds }: SlideTimes,
  { from, to, lines }: Pick<CutSection, "from" | "to" | "lines">,
  share: number,
): number {
  const line = lines[Math.round(lines.length * share)];
  if (lines.length > 1 && line !== undefined) return seconds(line.from);
  return seconds(from) + (seconds(to) - seconds(from)) * share;
}

/** Each slide is there for at least two frames. */
function inOrder(starts: readonly number[], { from, to }: { from: number; to: number }): number[] {
  const ordered: number[] = [];
  for (const [index, start] of starts.entries()) {
    const earliest = index === 0 ? from : (ordered[index - 1] ?? from) + 2;
    ordered.push(Math.min(Math.max(start, earliest), Math.max(earliest, to - 2 * (starts.length - index))));
  }
  return ordered;
}
