import { nearestFrame } from "../time/nearest-frame.ts";
import type { Rational } from "../time/rational.ts";
import { wordsOf, type Caption } from "./caption.ts";
import { isBridged } from "./settle-captions.ts";

/** What stands in the picture from one frame on to another. */
export interface CaptionState {
  readonly from: number;
  /** The first frame that shows something else. */
  readonly to: number;
  /** Null where nothing is shown. */
  readonly shown: ShownCaption | null;
}

export interface ShownCaption {
  /** Index of the caption. */
  readonly caption: number;
  /** Index of the word that is spoken; null between words, and where none is marked. */
  readonly active: number | null;
  /** How many words have been spoken. */
  readonly spoken: number;
}

interface Film {
  readonly frames: number;
  readonly rate: Rational;
}

/** What each frame of a film shows: from its first to its last, without a gap. */
export function captionStates(captions: readonly Caption[], film: Film, highlight: boolean): CaptionState[] {
  const states: CaptionState[] = [];
  let frame = 0;
  const show = (to: number, shown: ShownCaption | null) => {
    if (to <= frame) return;
    states.push({ from: frame, to, shown });
    frame = to;
  };
  for (const [index, caption] of captions.entries()) {
    const from = Math.min(frameAt(caption.start, film), film.frames - 1);
    // However short, it is seen.
    const to = Math.max(frameAt(caption.end, film), Math.max(from, frame) + 1);
    show(from, null);
    for (const { until, active, spoken } of highlight ? wordChanges(caption, film) : []) {
      show(Math.min(until, to), { caption: index, active, spoken });
    }
    show(Math.min(to, film.frames), { caption: index, active: null, spoken: highlight ? wordsOf(caption).length : 0 });
  }
  show(film.frames, null);
  return states;
}

/** The frame that is nearest to a time. */
function frameAt(seconds: number, { frames, rate }: Film): number {
  return Math.min(frames, Math.max(0, nearestFrame(seconds, rate)));
}

/** Which word is marked until which frame. A word stays marked through a short pause behind it. */
function wordChanges(caption: Caption, film: Film) {
  const words = wordsOf(caption);
  return words.flatMap((word, index) => {
    const next = words[index + 1]?.start ?? caption.end;
    const end = isBridged(next - word.end) ? next : word.end;
    return [
      { until: frameAt(word.start, film), active: null, spoken: index },
      { until: frameAt(end, film), active: index, spoken: index },
    ];
  });
}

/** The same for states that look the same. */
export function stateKey(shown: ShownCaption | null): string {
  return shown === null ? "" : `${shown.caption} ${shown.active} ${shown.spoken}`;
}
