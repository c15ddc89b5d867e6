import type { PlacedLine, PlacedSection } from "./place-lines.ts";

/** A line, and the frame in which what is seen of it begins: its subtitle, and whatever else belongs to it alone. */
export interface CutLine extends PlacedLine {
  readonly begins: number;
}

export interface CutSection extends Omit<PlacedSection, "lines"> {
  readonly lines: readonly CutLine[];
  /** The frames within it, from one to the next of which one line is seen and no other. */
  readonly cuts: readonly number[];
}

/**
 * Parts a section between its lines. What moves or comes within it is timed from the cut before it, so that a line that
 * becomes longer changes nothing of what is seen of the others.
 */
export function cutBetweenLines(
  section: PlacedSection,
  readFrom: (id: string) => number | undefined,
  frameAt: (seconds: number) => number,
): CutSection {
  const { from, to } = section;
  const lines = section.lines.map((line): CutLine => {
    const read = readFrom(line.narration.id);
    return { ...line, begins: read === undefined ? line.from : frameAt(read) };
  });
  const first = lines[0]?.to ?? to;
  const cuts = lines
    .slice(1)
    .flatMap(({ begins }) => (begins > from && begins >= first && begins < to ? [begins] : []));
  return { ...section, lines, cuts };
}
