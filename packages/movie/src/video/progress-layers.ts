import type { Picture, TimelineLayer } from "@proxx/renderer";
import { toNumber } from "@proxx/media";
import type { MovieTimes } from "../timeline/movie-times.ts";
import { scaleOf, type FrameSize } from "./look.ts";

const HEIGHT = 6;
const GAP = 8;
/** More often would show no more, and cost a frame each time. */
const STEPS_A_SECOND = 4;

/**
 * A line at the foot that grows with what is said, parted where sections begin. Each line of the script is as much of it as any
 * other, however long it takes, so that one that becomes longer changes nothing of what is seen of the others.
 */
export function progressLayers(
  times: Pick<MovieTimes, "sections" | "frames" | "frameRate">,
  { size, colour, track }: { size: FrameSize; colour: string; track: string },
): TimelineLayer[] {
  const even = (pixels: number) => 2 * Math.round(pixels / 2);
  const height = Math.max(2, even(HEIGHT * scaleOf(size)));
  const gap = Math.max(2, even(GAP * scaleOf(size)));
  const starts = times.sections.flatMap(({ from, cuts }) => [from, ...cuts]);
  const placeOf = (index: number) => even((index / starts.length) * size.width);
  const gaps = times.sections.slice(1).map(({ from }) => placeOf(starts.indexOf(from)));
  const line = { height, gaps, gap };
  const y = size.height - height;
  const grown = starts.flatMap((from, index): TimelineLayer[] => {
    const to = starts[index + 1] ?? times.frames;
    const [x, end] = [placeOf(index), placeOf(index + 1)];
    const seconds = (to - from) / toNumber(times.frameRate);
    const step = Math.max(2, 2 * Math.ceil((end - x) / (seconds * STEPS_A_SECOND) / 2));
    const before = { picture: linePicture(colour, { ...line, from: 0, to: x }), from, to, x: 0, y };
    const growing = linePicture(colour, { ...line, from: x, to: end });
    const enter = { kind: "reveal", toward: "right", frames: to - from, easing: "linear", step } as const;
    return [...(x === 0 ? [] : [before]), ...(end === x ? [] : [{ picture: growing, from, to, x, y, enter }])];
  });
  const whole = linePicture(track, { ...line, from: 0, to: size.width });
  return [{ picture: whole, from: 0, to: times.frames, x: 0, y }, ...grown];
}

interface Line {
  /** What of the frame's width it takes. */
  readonly from: number;
  readonly to: number;
  readonly height: number;
  /** The middles of the gaps in it, and how wide they are. */
  readonly gaps: readonly number[];
  readonly gap: number;
}

function linePicture(colour: string, { from, to, height, gaps, gap }: Line): Picture {
  const number = Number.parseInt(colour.slice(1, 7), 16);
  const ink = [number >> 16, (number >> 8) & 255, number & 255, 255];
  const width = to - from;
  return {
    id: `progress ${colour} ${from}-${to}x${height} ${gap} ${gaps.join(",")}`,
    width,
    height,
    pixels: () => {
      const pixels = new Uint8Array(width * height * 4);
      for (let index = 0; index < width * height; index++) {
        const isGap = gaps.some((middle) => Math.abs(from + (index % width) - middle) < gap / 2);
        if (!isGap) pixels.set(ink, index * 4);
      }
      return pixels;
    },
  };
}
