import {
  isUnspaced,
  sentenceCaptions,
  settleCaptions,
  splitWords,
  wordCaptions,
  type Caption,
  type CaptionRoom,
  type TimedWord,
} from "@proxx/media";
import type { PlacedLine, PlacedSection } from "./place-lines.ts";

export interface CueOptions {
  readonly size: { readonly width: number; readonly height: number };
  readonly language: string;
  readonly seconds: (frame: number) => number;
}

/** Subtitles in their order. */
export interface CaptionCues {
  readonly captions: readonly Caption[];
  /** When each line begins to be read, by its id, in seconds. */
  readonly lineStarts: ReadonlyMap<string, number>;
}

/**
 * The subtitles of a movie. None goes on over a change of section, and each begins with its first word: the voice decides,
 * and what is left between two is closed or used for reading.
 */
export function captionCues(sections: readonly PlacedSection[], options: CueOptions): CaptionCues {
  const bySection = sections.map(({ lines, to }) => ({
    lines: lines.map((line) => ({ id: line.narration.id, captions: lineCaptions(line, options) })),
    end: options.seconds(to),
  }));
  return {
    captions: bySection.flatMap(({ lines, end }) =>
      settleCaptions(lines.flatMap(({ captions }) => captions)).map((caption) => ({
        ...caption,
        end: Math.min(caption.end, end),
      })),
    ),
    lineStarts: new Map(
      bySection.flatMap(({ lines }) =>
        lines.flatMap(({ id, captions: [first] }) => (first === undefined ? [] : [[id, first.start] as const])),
      ),
    ),
  };
}

/** A line is parted in its own time: where in the movie it stands has no say in it. */
function lineCaptions(line: PlacedLine, { size, language, seconds }: CueOptions): Caption[] {
  const begins = seconds(line.from);
  return partedLine(line, { size, language }).map(({ start, end, lines }) => ({
    start: begins + start,
    end: begins + end,
    lines: lines.map((words) => words.map((word) => ({ ...word, start: begins + word.start, end: begins + word.end }))),
  }));
}

function partedLine(line: PlacedLine, { size, language }: Pick<CueOptions, "size" | "language">): Caption[] {
  const words = timedWordsOf(line, language);
  const isTall = size.height > size.width * 1.2;
  const grouping = { room: captionRoomOf(line.narration.text, size), locale: language, measured: true };
  return isTall
    ? wordCaptions(words, { ...grouping, wordsPerCaption: WORDS_IN_TALL })
    : sentenceCaptions(words, grouping);
}

/** In a tall frame captions are large and short. */
const WORDS_IN_TALL = 5;

/** Characters a line: wide, tall and square frames; of scripts whose characters are as wide as high, fewer. */
export function captionRoomOf(text: string, { width, height }: CueOptions["size"]): CaptionRoom {
  const shape = width > height * 1.2 ? 0 : height > width * 1.2 ? 1 : 2;
  // Those count twice.
  const lineWidth = (isUnspaced(text) ? [32, 26, 30] : [42, 26, 36])[shape] ?? 42;
  return { lineWidth, lines: 2 };
}

/** The words as they are written, with the time in which each is spoken, in seconds of the line. */
function timedWordsOf({ narration, spoken }: PlacedLine, language: string): TimedWord[] {
  const places = splitWords(narration.text, language);
  let before = 0;
  return places.map(({ from, to, joined, newLine }) => {
    const heard = spoken.words.filter((word) => word.from < to && word.to > from);
    const begins = heard[0]?.start ?? before;
    const ends = heard.length === 0 ? begins : Math.max(...heard.map((word) => word.end));
    before = Math.max(before, ends);
    return { text: narration.text.slice(from, to), joined, newLine, start: begins, end: Math.max(begins, ends) };
  });
}
