import type { Motion, TimelineLayer } from "@proxx/renderer";
import { toNumber } from "@proxx/media";
import type { MovieTimes } from "../timeline/movie-times.ts";
import type { PlacedSlide } from "../timeline/place-slides.ts";
import { filmLayers } from "./film/film-layers.ts";
import type { Film } from "./film/open-film.ts";
import { scaleOf, type FrameSize } from "./look.ts";
import type { ShownLayer, ShownSlide } from "./shown-slide.ts";
import { zoomOf } from "./zoom.ts";

export type Transition = "fade" | "slide" | "wipe" | "none";

export interface SlideLayersOptions {
  readonly size: FrameSize;
  readonly transition: Transition;
  /** Pictures are zoomed slowly. */
  readonly kenBurns: boolean;
  /** What runs behind the slides of sections, by their ids. */
  readonly films: ReadonlyMap<string, Film>;
}

/** A slide in its time, and what follows it. */
interface Turn {
  readonly shown: ShownSlide;
  readonly placed: PlacedSlide;
  readonly isNewSection: boolean;
  /** Between the lines of its section. */
  readonly cuts: readonly number[];
  /** What runs behind it, and the frame in which that began. */
  readonly film: { readonly shown: Film; readonly begins: number } | null;
}

const CHANGE_SECONDS = 0.4;
/** The longest that any of them takes to come. */
export const SECTION_SECONDS = 0.7;

/** The slides of a movie in their times, each over the one before while it comes. */
export function slideLayers(
  times: MovieTimes,
  slides: ReadonlyMap<string, readonly ShownSlide[]>,
  options: SlideLayersOptions,
): TimelineLayer[] {
  const frames = (seconds: number) => Math.round((seconds * times.frameRate.numerator) / times.frameRate.denominator);
  const turns = times.sections.flatMap(({ section, slides: placedSlides, from: begins, cuts }) =>
    placedSlides.flatMap((placed, at): Turn[] => {
      const shown = slides.get(section.id)?.[placed.index];
      const running = options.films.get(section.id);
      const film = running === undefined ? null : { shown: running, begins };
      return shown === undefined ? [] : [{ shown, placed, film, cuts, isNewSection: at === 0 }];
    }),
  );
  const changes = turns.map((turn, index) =>
    changeTo(turn, turns[index - 1], { transition: options.transition, frames }),
  );
  return turns.flatMap(({ shown, placed, film, cuts }, index) => {
    const [change, next] = [changes[index] ?? null, changes[index + 1] ?? null];
    const to = Math.min(times.frames, placed.to + (next?.frames ?? 0));
    const behind = film === null ? [] : filmLayers(film.shown, { begins: film.begins, from: placed.from, to, change });
    const own = shown.layers.map((layer, at): TimelineLayer => {
      const from = placed.layersFrom[at] ?? placed.from;
      const isFirst = layer.build === 0;
      return {
        picture: layer.picture,
        from,
        to,
        x: layer.x,
        y: layer.y,
        enter: isFirst ? (change ?? undefined) : enterMotion(layer, { frames, scale: scaleOf(options.size) }),
        leave: next?.kind === "slide" ? next : undefined,
        journey: options.kenBurns ? zoomOf(layer, { placed, cuts, rate: toNumber(times.frameRate) }) : undefined,
      };
    });
    return [...behind, ...own];
  });
}

/** How a slide comes. The first is there at once: what a player shows of a movie that stands still is its first frame. */
function changeTo(
  { shown, isNewSection }: Turn,
  before: Turn | undefined,
  { transition, frames }: { transition: Transition; frames: (seconds: number) => number },
): Motion | null {
  if (before === undefined || transition === "none") return null;
  const isOpening = shown.slide.layout === "section" || shown.slide.layout === "title";
  const length = frames(isNewSection && isOpening ? SECTION_SECONDS : CHANGE_SECONDS);
  switch (transition) {
    case "fade":
      // Two of the same layout would show both texts over one another in the same place.
      return shown.slide.layout === before.shown.slide.layout ? null : { kind: "fade", frames: length };
    case "slide":
      return { kind: "slide", frames: length, toward: "left", easing: "move" };
    case "wipe":
      return { kind: "reveal", frames: length, toward: "right", easing: "move" };
  }
}

const RISE_PIXELS = 16;

function enterMotion(
  { enter }: ShownLayer,
  { frames, scale }: { frames: (seconds: number) => number; scale: number },
): Motion | undefined {
  switch (enter) {
    case "none":
      return undefined;
    case "fade":
      return { kind: "fade", frames: frames(0.28) };
    case "rise":
      return { kind: "rise", frames: frames(0.28), pixels: Math.round(RISE_PIXELS * scale) };
    case "grow-right":
      return { kind: "reveal", frames: frames(0.55), toward: "right" };
    case "grow-up":
      return { kind: "reveal", frames: frames(0.55), toward: "up" };
    case "draw-right":
      return { kind: "reveal", frames: frames(0.9), toward: "right", easing: "gentle" };
  }
}
