import type { Picture, TimelineLayer } from "@proxx/renderer";
import { toNumber } from "@proxx/media";
import type { MovieTimes } from "../timeline/movie-times.ts";
import { scaleOf, type FrameSize } from "./look.ts";

const HEIGHT = 6;
const GAP = 8;
/** More often would show no more, and cost a frame each time. */
const STEPS_A_SECOND = 4;

/** A line at the foot that grows with time, parted where sections begin. */
export function progressLayers(
  times: Pick<MovieTimes, "sections" | "frames" | "frameRate">,
  { size, colour, track }: { size: FrameSize; colour: string; track: string },
): TimelineLayer[] {
  const { frames } = times;
  const height = Math.max(2, 2 * Math.round((HEIGHT * scaleOf(size)) / 2));
  const gap = Math.max(2, 2 * Math.round((GAP * scaleOf(size)) / 2));
  const seconds = frames / toNumber(times.frameRate);
  const step = Math.max(2, 2 * Math.ceil(size.width / (seconds * STEPS_A_SECOND) / 2));
  const cuts = times.sections.slice(1).map(({ from }) => Math.round((from / frames) * size.width));
  const at = { from: 0, to: frames, x: 0, y: size.height - height };
  const line = (name: string, value: string) => linePicture(name, value, { width: size.width, height, cuts, gap });
  return [
    { picture: line("track", track), ...at },
    {
      picture: line("line", colour),
      ...at,
      enter: { kind: "reveal", toward: "right", frames, easing: "linear", step },
    },
  ];
}

function linePicture(
  name: string,
  colour: string,
  { width, height, cuts, gap }: { width: number; height: number; cuts: readonly number[]; gap: number },
): Picture {
  const number = Number.parseInt(colour.slice(1, 7), 16);
  const ink = [number >> 16, (number >> 8) & 255, number & 255, 255];
  return {
    id: `progress ${name} ${colour} ${width}x${height} ${gap} ${cuts.join(",")}`,
    width,
    height,
    pixels: () => {
      const pixels = new Uint8Array(width * height * 4);
      for (let index = 0; index < width * height; index++) {
        const isGap = cuts.some((cut) => Math.abs((index % width) - cut) < gap / 2);
        if (!isGap) pixels.set(ink, index * 4);
      }
      return pixels;
    },
  };
}
