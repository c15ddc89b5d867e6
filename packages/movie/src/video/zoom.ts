import type { Journey, Stop } from "@proxx/renderer";
import type { PlacedSlide } from "../timeline/place-slides.ts";
import type { ShownLayer } from "./shown-slide.ts";

const ZOOM = 1.08;
/** How long a line takes, so about. */
const LINE_SECONDS = 5;
/** In less time nothing moves: the slide has just begun to come, or is about to go. */
const SHORTEST_SECONDS = 1;

export interface ZoomedSlide {
  readonly placed: Pick<PlacedSlide, "index" | "from" | "to">;
  /** Between the lines of its section. */
  readonly cuts: readonly number[];
  readonly rate: number;
}

/**
 * A slow zoom over a picture. In each line it goes as far as in any other, slowly in a long one, and it passes from one to the
 * next at a speed that is always the same: how a line is seen depends on that line alone.
 */
export function zoomOf(
  { focus, picture }: Pick<ShownLayer, "focus" | "picture">,
  slide: ZoomedSlide,
): Journey | undefined {
  if (focus === undefined) return undefined;
  const { width, height, id } = picture;
  const near = {
    x: focus.x * width * (1 - 1 / ZOOM),
    y: focus.y * height * (1 - 1 / ZOOM),
    width: width / ZOOM,
    height: height / ZOOM,
  };
  const whole = { x: 0, y: 0, width, height };
  // Toward the point that matters or away from it, in turns where several slides of a section stand on one picture. What
  // stands elsewhere in the movie has no say in it.
  const isInward = (Number.parseInt(id.slice(0, 1), 16) + slide.placed.index) % 2 === 0;
  const [from, to] = isInward ? [whole, near] : [near, whole];
  return { width, height, from, to, stops: stopsOf(slide) };
}

function stopsOf({ placed, cuts, rate }: ZoomedSlide): Stop[] {
  const shortest = SHORTEST_SECONDS * rate;
  const within = cuts.filter((frame) => frame > placed.from && frame < placed.to);
  const [first = placed.to] = within;
  const last = within.at(-1) ?? placed.from;
  const frames = [
    ...(first - placed.from < shortest ? [] : [placed.from]),
    ...within,
    ...(placed.to - last < shortest ? [] : [placed.to]),
  ];
  if (frames.length < 2) return restAt(placed);
  const legs = frames.length - 1;
  const speed = 1 / legs / (LINE_SECONDS * rate);
  return frames.map((frame, index) => ({
    frame,
    share: index / legs,
    speed: index === 0 || index === legs ? 0 : speed,
  }));
}

/** A slide that is gone at once does not move. */
function restAt({ from, to }: ZoomedSlide["placed"]): Stop[] {
  return [from, to].map((frame) => ({ frame, share: 0, speed: 0 }));
}
