import type { Narration, Script, Section } from "@proxx/contract";
import type { Rational } from "@proxx/media";
import { silentSeconds } from "./item-texts.ts";
import type { Pace } from "./pace.ts";

/** A line as it was spoken: what its place in the movie depends on. */
export interface SpokenTiming {
  readonly id: string;
  readonly seconds: number;
  /** What was spoken when, in seconds of the line; `from` and `to` are places in its text. */
  readonly words: readonly {
    readonly from: number;
    readonly to: number;
    readonly start: number;
    readonly end: number;
  }[];
}

/** A line in the movie. Its sound begins with frame `from`; it ends within the last frame before `to`. */
export interface PlacedLine {
  readonly narration: Narration;
  readonly spoken: SpokenTiming;
  readonly from: number;
  readonly to: number;
}

export interface PlacedSection {
  readonly section: Section;
  /** The frame in which its slide begins to come, and the first of the next section. */
  readonly from: number;
  readonly to: number;
  readonly lines: readonly PlacedLine[];
}

/**
 * Puts every line after the one before. Each begins with a frame, so that nothing drifts apart however long the movie is:
 * a line that does not end with one is followed by a pause that is longer by less than a frame.
 */
export function placeLines(
  script: Script,
  spoken: ReadonlyMap<string, SpokenTiming>,
  { rate, pace }: { rate: Rational; pace: Pace },
): { sections: PlacedSection[]; frames: number } {
  const frames = (seconds: number) => Math.ceil(roundedTo6((seconds * rate.numerator) / rate.denominator));
  const sections: PlacedSection[] = [];
  let from = 0;
  for (const [index, section] of script.sections.entries()) {
    const isFirst = index === 0;
    const lines: PlacedLine[] = [];
    let cursor = from + frames(isFirst ? pace.opening : pace.betweenSections - pace.beforeChange);
    for (const [at, narration] of section.narrations.entries()) {
      const timing = spoken.get(narration.id);
      if (timing === undefined) throw new TypeError(`Expected narration \`${narration.id}\` to have been spoken`);
      const to = cursor + frames(timing.seconds);
      lines.push({ narration, spoken: timing, from: cursor, to });
      const next = section.narrations[at + 1];
      const pause = next === undefined ? 0 : pauseBefore(next, narration, pace);
      cursor = to + frames(narration.pause_after_seconds ?? pause);
    }
    const isLast = index === script.sections.length - 1;
    const spokenUntil = lines.length === 0 ? from : cursor + frames(isLast ? pace.closing : pace.beforeChange);
    const least = section.seconds ?? (lines.length === 0 ? silentSeconds(section, pace) : 0);
    const to = Math.max(spokenUntil, from + frames(least), from + 1);
    sections.push({ section, from, to, lines });
    from = to;
  }
  return { sections, frames: from };
}

function pauseBefore(next: Narration, before: Narration, pace: Pace): number {
  return next.persona_id === before.persona_id ? pace.betweenLines : pace.betweenSpeakers;
}

/** Seconds that are a whole number of frames but for what floating point adds are that number. */
function roundedTo6(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
