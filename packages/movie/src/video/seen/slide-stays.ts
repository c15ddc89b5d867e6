import type { MovieTimes } from "../../timeline/movie-times.ts";
import { CLOSING_SECONDS } from "../movie-timeline.ts";
import type { ShownSlide } from "../shown-slide.ts";
import { SECTION_SECONDS } from "../slide-layers.ts";

/** A slide while it stands: it has come, and the next one has not begun to. */
export interface SlideStay {
  readonly from: number;
  readonly to: number;
  /** Of its section. */
  readonly title: string;
  /** The same for slides that look the same. */
  readonly look: string;
}

/** Where in a movie which slide is to be seen, in their order. One that never stands is left out. */
export function slideStays(times: MovieTimes, slides: ReadonlyMap<string, readonly ShownSlide[]>): SlideStay[] {
  const framesOf = (seconds: number) => Math.ceil((seconds * times.frameRate.numerator) / times.frameRate.denominator);
  const end = times.frames - framesOf(CLOSING_SECONDS);
  return times.sections
    .flatMap(({ section, slides: placed }) =>
      placed.map(({ index, from, to }) => ({
        from: from === 0 ? 0 : from + framesOf(SECTION_SECONDS),
        to: Math.min(to, end),
        title: section.title,
        look: (slides.get(section.id)?.[index]?.layers ?? []).map(({ picture }) => picture.id).join(" "),
      })),
    )
    .filter(({ from, to }) => from < to);
}
