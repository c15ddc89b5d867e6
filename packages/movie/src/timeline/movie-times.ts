import type { Script } from "@proxx/contract";
import { nearestFrame, type Caption, type Rational } from "@proxx/media";
import type { Chapter } from "@proxx/renderer";
import { captionCues } from "./caption-cues.ts";
import { PACE, type Pace } from "./pace.ts";
import { cutBetweenLines, type CutSection } from "./cut-between-lines.ts";
import { placeLines, type PlacedSection, type SpokenTiming } from "./place-lines.ts";
import { placeSlides, type PlacedSlide, type SlideShape } from "./place-slides.ts";

/** When everything of a movie happens, in frames; what is said also in seconds. */
export interface MovieTimes {
  readonly frameRate: Rational;
  readonly frames: number;
  readonly sections: readonly (CutSection & { readonly slides: readonly PlacedSlide[] })[];
  readonly captions: readonly Caption[];
  readonly chapters: readonly Chapter[];
}

export interface MovieTimesOptions {
  readonly size: { readonly width: number; readonly height: number };
  readonly frameRate: Rational;
  /** @default PACE */
  readonly pace?: Pace | undefined;
}

/**
 * Puts a script together in time. Speech decides: slides change in its pauses, what is spoken of comes before the word, and
 * subtitles follow what was measured. Pure.
 */
export function movieTimes(
  script: Script,
  { spoken, slides }: { spoken: readonly SpokenTiming[]; slides: ReadonlyMap<string, readonly SlideShape[]> },
  { size, frameRate, pace = PACE }: MovieTimesOptions,
): MovieTimes {
  const { numerator, denominator } = frameRate;
  const seconds = (frame: number) => (frame * denominator) / numerator;
  const frameAt = (time: number) => Math.max(0, nearestFrame(time, frameRate));
  const byId = new Map(spoken.map((line) => [line.id, line]));
  const { sections, frames } = placeLines(script, byId, { rate: frameRate, pace });
  const { language } = script;
  const { captions, lineStarts } = captionCues(sections, { size, language, seconds });
  return {
    frameRate,
    frames,
    sections: sections.map((placed) => {
      const cut = cutBetweenLines(placed, (id) => lineStarts.get(id), frameAt);
      const shapes = slides.get(placed.section.id) ?? [];
      return { ...cut, slides: placeSlides(cut, shapes, { frameAt, seconds, pace, language }) };
    }),
    captions,
    chapters: chaptersOf(sections),
  };
}

/** Sections of one title that follow each other are one chapter: a long topic is shown on several slides. */
function chaptersOf(sections: readonly PlacedSection[]): Chapter[] {
  const chapters: Chapter[] = [];
  for (const { section, from, to } of sections) {
    const last = chapters.at(-1);
    if (last?.title === section.title) chapters[chapters.length - 1] = { ...last, to };
    else chapters.push({ from, to, title: section.title });
  }
  return chapters;
}
