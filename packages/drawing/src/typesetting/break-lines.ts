import type { UnbrokenPart } from "./break-opportunities.ts";
import { HYPHEN, type MeasuredParagraph } from "./measure-paragraph.ts";

export interface Line {
  readonly text: string;
  /** Where it begins in the paragraph. */
  readonly start: number;
  /** In ems. */
  readonly width: number;
}

export interface BreakOptions {
  /** In ems. */
  readonly width: number;
  /** Breaks words where they are wider than a line; without it there is no result then. */
  readonly breakWords: boolean;
  /** Breaks only where it costs no more than this, see `UnbrokenPart`; null where that does not do. @default Infinity */
  readonly worst?: number;
  /** `even`: the fewest lines, of about one length. `ragged`: full lines, the last one as it comes. */
  readonly shape: "even" | "ragged";
}

/**
 * Breaks a paragraph in the cheapest of all ways: in places where a break is good, into few lines, of about one length.
 * Null where a break that the options forbid would be needed.
 */
export function breakLines(paragraph: MeasuredParagraph, options: BreakOptions): Line[] | null {
  const { worst = Infinity } = options;
  const lineCost = LINE_COST[options.shape];
  const tooWide = paragraph.parts.some((part) => part.width > options.width);
  if (tooWide && !options.breakWords) return null;
  const parts = paragraph.parts.flatMap((part) => (part.width > options.width ? part.pieces : [part]));
  // best[n] is the best way to break the first n parts.
  const best: Way[] = [{ cost: 0, from: 0, width: 0, hyphen: false }];
  for (let end = 1; end <= parts.length; end++) best.push({ cost: Infinity, from: end - 1, width: 0, hyphen: false });
  for (const [from, first] of parts.entries()) {
    const breakCost = from === 0 ? 0 : first.cost <= worst ? first.cost : Infinity;
    const costBefore = (best[from]?.cost ?? 0) + breakCost + lineCost;
    let width = -first.gapWidth;
    for (let end = from + 1; end <= parts.length; end++) {
      const part = parts[end - 1];
      const way = best[end];
      if (part === undefined || way === undefined) break;
      width += part.gapWidth + part.width;
      // A single part has no way to be narrower.
      if (width > options.width && end > from + 1) break;
      const wanted = parts[end]?.hyphenated === true ? paragraph.hyphenWidth : 0;
      // With its hyphen it is too wide, and may end elsewhere; a letter alone goes without.
      if (width + wanted > options.width && end > from + 1) continue;
      const hyphen = width + wanted > options.width ? 0 : wanted;
      const cost = costBefore + shapeCost((width + hyphen) / options.width, end === parts.length, options.shape);
      if (cost < way.cost) best[end] = { cost, from, width: width + hyphen, hyphen: hyphen > 0 };
    }
  }
  if (best.at(-1)?.cost === Infinity) return null;
  const lines: Line[] = [];
  for (let end = parts.length; end > 0;) {
    const { from, width, hyphen } = best[end] ?? { from: 0, width: 0, hyphen: false };
    const { text, start } = textOf(parts.slice(from, end));
    lines.unshift({ text: hyphen ? text + HYPHEN : text, start, width });
    end = from;
  }
  return lines;
}

/** The last line of a way to break what comes before. */
interface Way {
  readonly cost: number;
  readonly from: number;
  readonly width: number;
  readonly hyphen: boolean;
}

/** An even paragraph has the fewest lines there can be; a ragged paragraph may have one more where that saves a break or two within words. */
const LINE_COST = { even: 1_000, ragged: 0.6 };

function shapeCost(filled: number, isLast: boolean, shape: BreakOptions["shape"]): number {
  const slack = 1 - Math.min(filled, 1);
  if (shape === "ragged" && isLast) return filled < 0.33 ? 0.4 : 0;
  return slack * slack;
}

function textOf(parts: readonly UnbrokenPart[]): { text: string; start: number } {
  const text = parts.map((part, index) => (index === 0 ? "" : part.gap) + part.text).join("");
  return { text, start: parts[0]?.start ?? 0 };
}
