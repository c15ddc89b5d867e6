import { ProxxError } from "@proxx/contract";
import { breakLines, type Line } from "../typesetting/break-lines.ts";
import { measureParagraph, type MeasuredParagraph } from "../typesetting/measure-paragraph.ts";
import type { Typesetting } from "../typesetting/typesetting.ts";
import type { CaptionStyle } from "./caption-style.ts";
import type { PictureSize } from "../drawing-limits.ts";
import type { TextMeasure } from "../fonts/text-measure.ts";

/** A smaller text nobody can read. */
const SMALLEST_PIXELS = 8;
/** Letters may stand out of their line by this, in ems: accents on capitals above, marks below. */
const INK_OVERHANG = 0.15;

/** The most that a break costs which readers do not mind; one within a Chinese or Japanese word costs more. */
const GOOD_BREAK = 0.3;

/** Where everything of a caption is, in pixels of the frame. Words' states do not matter to it. */
export interface CaptionLayout {
  readonly fontSize: number;
  readonly shrunkTo: number;
  readonly lineHeight: number;
  readonly lines: readonly CaptionLayoutLine[];
  /** The part of the frame that may have ink, in even numbers. */
  readonly box: PictureSize & { readonly x: number; readonly y: number };
}

export interface CaptionLayoutLine {
  readonly text: string;
  /** Index of the paragraph, and where in it the line begins. */
  readonly paragraph: number;
  readonly start: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export async function layoutCaption(
  measure: TextMeasure,
  options: {
    readonly paragraphs: readonly string[];
    readonly style: CaptionStyle;
    readonly frame: PictureSize;
    readonly typesetting: Typesetting;
  },
): Promise<CaptionLayout> {
  const { style, frame } = options;
  const paragraphs = await Promise.all(
    options.paragraphs.map((text) => measureParagraph(measure, text, options.typesetting)),
  );
  const { lines, fontSize, shrunkTo } = fitLines(paragraphs, style, frame);
  const lineHeight = Math.round(fontSize * style.lineHeight);
  const padding = boxPadding(style, fontSize);
  const free = {
    left: frame.width * style.marginX + padding.x,
    right: frame.width * (1 - style.marginX) - padding.x,
    top: frame.height * style.marginY + padding.y,
    bottom: frame.height * (1 - style.marginY) - padding.y,
  };
  const height = lines.length * lineHeight;
  const top = {
    top: free.top,
    middle: (frame.height - height) / 2,
    bottom: free.bottom - height,
  }[style.position];
  const placed = lines.map(({ line, paragraph }, index): CaptionLayoutLine => {
    const width = line.width * fontSize;
    const x = {
      left: free.left,
      center: (frame.width - width) / 2,
      right: free.right - width,
    }[style.align];
    return {
      text: line.text,
      paragraph,
      start: line.start,
      x: roundToQuarter(x),
      y: Math.round(top) + index * lineHeight,
      width,
    };
  });
  return { fontSize, shrunkTo, lineHeight, lines: placed, box: inkBox(placed, { style, frame, fontSize, lineHeight }) };
}

interface FittedLines {
  readonly lines: readonly { readonly line: Line; readonly paragraph: number }[];
  readonly fontSize: number;
  readonly shrunkTo: number;
}

/**
 * Tries these in order and takes the first that fits: lines of the wished length at the wished size; longer lines;
 * slightly smaller text; breaks in worse places and text down to the smallest wished; the same with words broken; more
 * lines than wished and text as small as it must be.
 */
function fitLines(paragraphs: readonly MeasuredParagraph[], style: CaptionStyle, frame: PictureSize): FittedLines {
  const wishedSize = style.fontSize * Math.min(frame.width, frame.height);
  const maxLines = Math.max(style.maxLines, paragraphs.length);

  function attempt(
    scale: number,
    { breakWords = false, worst = Infinity, length = Infinity, mostLines = maxLines },
  ): FittedLines | null {
    const fontSize = Math.max(1, Math.round(wishedSize * scale));
    const padding = boxPadding(style, fontSize);
    const width = Math.min(frame.width * (1 - 2 * style.marginX) - 2 * padding.x, length) / fontSize;
    const height = frame.height * (1 - 2 * style.marginY) - 2 * padding.y;
    const lines: { line: Line; paragraph: number }[] = [];
    for (const [index, paragraph] of paragraphs.entries()) {
      const broken = breakLines(paragraph, { width, breakWords, worst, shape: "even" });
      if (broken === null) return null;
      lines.push(...broken.map((line) => ({ line, paragraph: index })));
    }
    if (lines.length > mostLines || lines.length * fontSize * style.lineHeight > height) return null;
    // A letter may be wider than the frame has room for, and then stands alone on its line.
    if (lines.some(({ line }) => line.width > width)) return null;
    return { lines, fontSize, shrunkTo: Math.min(1, scale) };
  }

  const scales = Array.from({ length: 8 }, (_, index) => 1 - ((1 - style.smallest) * index) / 7);
  const evenSmaller: number[] = [];
  for (let scale = style.smallest; scale * wishedSize >= SMALLEST_PIXELS; scale *= 0.92) evenSmaller.push(scale);
  const nearlyWished = scales.filter((scale) => scale >= 0.85);
  return (
    attempt(1, { worst: GOOD_BREAK, length: style.lineLength * wishedSize }) ??
    firstOf(nearlyWished, (scale) => attempt(scale, { worst: GOOD_BREAK })) ??
    firstOf(scales, (scale) => attempt(scale, {})) ??
    firstOf(scales, (scale) => attempt(scale, { breakWords: true })) ??
    firstOf(evenSmaller, (scale) => attempt(scale, { breakWords: true, mostLines: Infinity })) ??
    refuse(frame)
  );
}

function firstOf<From, To>(values: readonly From[], make: (value: From) => To | null): To | null {
  for (const value of values) {
    const made = make(value);
    if (made !== null) return made;
  }
  return null;
}

function refuse(frame: PictureSize): never {
  throw new ProxxError("text_too_long", `A caption does not fit into a frame of ${frame.width}x${frame.height}.`, {
    hint: "Split it into several cues, or use a style with smaller text or margins.",
  });
}

/** The room around the text that its background keeps free or its outline covers, whichever is more. */
function boxPadding(style: CaptionStyle, fontSize: number): { x: number; y: number } {
  const outline = (style.outline?.width ?? 0) * fontSize;
  const { paddingX = 0, paddingY = 0 } = style.background ?? {};
  return { x: Math.max(outline, paddingX * fontSize), y: Math.max(outline, paddingY * fontSize) };
}

function inkBox(
  lines: readonly CaptionLayoutLine[],
  {
    style,
    frame,
    fontSize,
    lineHeight,
  }: { style: CaptionStyle; frame: PictureSize; fontSize: number; lineHeight: number },
): CaptionLayout["box"] {
  const { shadow, activeWord } = style;
  const padding = boxPadding(style, fontSize);
  // A blur of n spreads over about n on each side; with twice that, nothing of it is cut off.
  const shade = (offset: number) => (shadow === null ? 0 : (Math.abs(offset) + 2 * shadow.blur) * fontSize);
  const outline = (style.outline?.width ?? 0) * fontSize;
  const widest = Math.max(0, ...lines.map((line) => line.width));
  const grown = Math.max(0, activeWord.scale - 1) / 2;
  const highlight = activeWord.background ?? { paddingX: 0, paddingY: 0 };
  const x = Math.max(
    padding.x,
    outline + shade(shadow?.x ?? 0) + INK_OVERHANG * fontSize,
    highlight.paddingX * fontSize,
  );
  const y = Math.max(
    padding.y,
    outline + shade(shadow?.y ?? 0) + INK_OVERHANG * fontSize,
    highlight.paddingY * fontSize,
  );
  const left = Math.min(frame.width, ...lines.map((line) => line.x)) - x - grown * (widest + 2 * x);
  const right = Math.max(0, ...lines.map((line) => line.x + line.width)) + x + grown * (widest + 2 * x);
  const top = (lines[0]?.y ?? 0) - y - grown * (lineHeight + 2 * y);
  const bottom = (lines.at(-1)?.y ?? 0) + lineHeight + y + grown * (lineHeight + 2 * y);
  const from = { x: evenDown(Math.max(0, left)), y: evenDown(Math.max(0, top)) };
  const to = { x: evenUp(right, frame.width), y: evenUp(bottom, frame.height) };
  return { ...from, width: Math.max(2, to.x - from.x), height: Math.max(2, to.y - from.y) };
}

function roundToQuarter(value: number): number {
  return Math.round(value * 4) / 4;
}

function evenDown(value: number): number {
  return Math.floor(value / 2) * 2;
}

function evenUp(value: number, limit: number): number {
  return Math.min(Math.ceil(value / 2) * 2, evenDown(limit));
}
