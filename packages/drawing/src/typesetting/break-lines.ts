import { NO_LINE_END, NO_LINE_START, unbrokenParts, type UnbrokenPart } from "./break-opportunities.ts";
import { graphemesOf } from "../text/clean-text.ts";
import type { TextMeasure } from "../fonts/text-measure.ts";
import type { Writing } from "../text/writing.ts";

/** How the letters of a text are set. */
export interface Typesetting {
  readonly writing: Writing;
  readonly fontWeight: number;
  /** In ems, added to each letter and to each space. */
  readonly letterSpacing: number;
  readonly wordSpacing: number;
}

/** A paragraph that can be broken to any width without measuring again. Widths are in ems. */
export interface MeasuredParagraph {
  readonly text: string;
  readonly parts: readonly MeasuredPart[];
}

interface MeasuredPart extends UnbrokenPart {
  readonly width: number;
  readonly gapWidth: number;
  /** What it is made of, for a line that is narrower than the part. */
  readonly pieces: readonly Omit<MeasuredPart, "pieces">[];
}

export interface Line {
  readonly text: string;
  /** Where it begins in the paragraph. */
  readonly start: number;
  /** In ems. */
  readonly width: number;
}

export async function measureParagraph(
  measure: TextMeasure,
  text: string,
  typesetting: Typesetting,
): Promise<MeasuredParagraph> {
  const parts = unbrokenParts(text, typesetting.writing);
  const graphemes = parts.map((part) => graphemesOf(part.text));
  const texts = [...parts.flatMap((part) => [part.text, part.gap]), ...graphemes.flat()].filter((one) => one !== "");
  const widths = await measureTexts(measure, texts, typesetting);
  const widthByText = new Map(texts.map((one, index) => [one, widths[index] ?? 0]));
  const widthOf = (one: string) => widthByText.get(one) ?? 0;
  return {
    text,
    parts: parts.map((part, index) => ({
      ...part,
      width: widthOf(part.text),
      gapWidth: widthOf(part.gap),
      pieces: piecesOf(part, graphemes[index] ?? [], widthOf),
    })),
  };
}

/** In ems, with the spacing. */
export async function measureTexts(measure: TextMeasure, texts: readonly string[], typesetting: Typesetting) {
  const { letterSpacing, wordSpacing } = typesetting;
  const widths = await measure(texts, typesetting);
  return texts.map((text, index) => {
    const spaces = text.match(/[ \u00A0\u3000]/gu)?.length ?? 0;
    return (widths[index] ?? 0) + letterSpacing * graphemesOf(text).length + wordSpacing * spaces;
  });
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
 * Of all ways to break, takes the one with the best places to break, few lines, and those most alike. Null where that takes a break that is not allowed.
 */
export function breakLines(paragraph: MeasuredParagraph, options: BreakOptions): Line[] | null {
  const { worst = Infinity } = options;
  const lineCost = LINE_COST[options.shape];
  const tooWide = paragraph.parts.some((part) => part.width > options.width);
  if (tooWide && !options.breakWords) return null;
  const parts = paragraph.parts.flatMap((part) => (part.width > options.width ? part.pieces : [part]));
  // best[n] is the best way to break the first n parts.
  const best: { cost: number; from: number; width: number }[] = [{ cost: 0, from: 0, width: 0 }];
  for (let end = 1; end <= parts.length; end++) best.push({ cost: Infinity, from: end - 1, width: 0 });
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
      const cost = costBefore + shapeCost(width / options.width, end === parts.length, options.shape);
      if (cost < way.cost) best[end] = { cost, from, width };
    }
  }
  if (best.at(-1)?.cost === Infinity) return null;
  const lines: Line[] = [];
  for (let end = parts.length; end > 0;) {
    const { from, width } = best[end] ?? { from: 0, width: 0 };
    lines.unshift({ ...textOf(parts.slice(from, end)), width });
    end = from;
  }
  return lines;
}

/** Even lines are the fewest there can be; among many, one more is better than a break within a word or two. */
const LINE_COST = { even: 1_000, ragged: 0.6 };
/** Breaking within a word that is too wide, and doing so where kinsoku forbids. */
const WORD_COST = 0.5;
const FORBIDDEN_COST = 1_000_000;

function shapeCost(filled: number, isLast: boolean, shape: BreakOptions["shape"]): number {
  const slack = 1 - Math.min(filled, 1);
  if (shape === "ragged" && isLast) return filled < 0.33 ? 0.4 : 0;
  return slack * slack;
}

function textOf(parts: readonly UnbrokenPart[]): { text: string; start: number } {
  const text = parts.map((part, index) => (index === 0 ? "" : part.gap) + part.text).join("");
  return { text, start: parts[0]?.start ?? 0 };
}

function piecesOf(part: UnbrokenPart, graphemes: readonly string[], widthOf: (text: string) => number) {
  let start = part.start;
  return graphemes.map((text, index) => {
    const before = graphemes[index - 1] ?? "";
    const forbidden = NO_LINE_START.test(text) || NO_LINE_END.test(before);
    const piece = {
      text,
      start,
      width: widthOf(text),
      gap: index === 0 ? part.gap : "",
      gapWidth: index === 0 ? widthOf(part.gap) : 0,
      cost: index === 0 ? part.cost : forbidden ? FORBIDDEN_COST : /[-/_.?&=+,]$/u.test(before) ? 0 : WORD_COST,
    };
    start += text.length;
    return piece;
  });
}
