import { joinWords, wordsOf, type Caption } from "./caption.ts";
import { textWidth } from "./text-width.ts";

/** A gap this short would only be seen as a flicker. */
const BRIDGED_SECONDS = 0.3;
const SHORTEST_SECONDS = 0.8;
const LETTERS_PER_SECOND = 20;
/** A caption may stand for so long after its last word, for those who read slowly. */
const LONGEST_LINGER_SECONDS = 1;

/**
 * Gives captions that follow speech their last times: each stands long enough to be read where there is room, a short gap
 * to the next is closed, and none stands over another.
 */
export function settleCaptions(captions: readonly Caption[]): Caption[] {
  return captions.map((caption, index) => {
    const next = captions[index + 1]?.start ?? Infinity;
    const width = textWidth(
      wordsOf(caption)
        .map(({ text }) => text)
        .join(" "),
    );
    const wanted = Math.max(
      SHORTEST_SECONDS,
      Math.min(width / LETTERS_PER_SECOND, caption.end - caption.start + LONGEST_LINGER_SECONDS),
    );
    const end = Math.min(next, Math.max(caption.end, caption.start + wanted));
    return { ...caption, end: isBridged(next - end) ? next : end };
  });
}

/** The same wherever in a film the gap is: floating point gives one of exactly so many seconds now more, now less. */
export function isBridged(seconds: number): boolean {
  return seconds < BRIDGED_SECONDS - 1e-6;
}

export interface KeptCaptions {
  readonly captions: Caption[];
  /** How many begin after the film's end. */
  readonly beyond: number;
}

/** Captions that a film of this length can show: none ends after it, and none over the next. */
export function keepWithin(captions: readonly Caption[], seconds: number): KeptCaptions {
  const within = captions.filter(({ start }) => start < seconds);
  const kept = within.map((caption, index) => {
    const end = Math.min(caption.end, within[index + 1]?.start ?? seconds, seconds);
    const clamp = (time: number) => Math.min(Math.max(time, caption.start), end);
    const lines = caption.lines.map((line) =>
      line.map((word) => ({ ...word, start: clamp(word.start), end: clamp(word.end) })),
    );
    return { ...caption, end, lines };
  });
  return { captions: kept, beyond: captions.length - within.length };
}

/** The text of a caption, its lines parted by `\n`. */
export function textOf({ lines }: Caption): string {
  return lines.map(joinWords).join("\n");
}
