import {
  breakLines,
  directionOf,
  leastLineHeight,
  measureParagraph,
  measureTexts,
  shortenLine,
  type Direction,
  type Typesetting,
} from "@proxx/drawing";
import type { Look, Typesetter } from "./look.ts";

export interface LaidLine {
  readonly text: string;
  readonly paragraph: string;
  /** Where it begins in the paragraph. */
  readonly start: number;
  readonly direction: Direction;
  /** In pixels. */
  readonly width: number;
}

/** A text in lines. All in pixels of the frame. */
export interface LaidText {
  readonly look: Look;
  readonly lines: readonly LaidLine[];
  readonly width: number;
  readonly height: number;
  readonly lineHeight: number;
}

export interface Room {
  readonly width: number;
  /** @default Infinity */
  readonly lines?: number;
  /** `even` lines are about as long as one another. @default "ragged" */
  readonly shape?: "even" | "ragged";
  /** Breaks words that are wider than a line. @default as `force` */
  readonly breakWords?: boolean;
  /** Breaks words that are wider than a line, and ends in “…” where there are too many lines: always finds a way. @default false */
  readonly force?: boolean;
}

/** Breaks a polished text into lines, or says null where it has no room in this look. */
export async function layText(setter: Typesetter, text: string, look: Look, room: Room): Promise<LaidText | null> {
  const { width, lines: most = Infinity, shape = "ragged", force = false, breakWords = force } = room;
  const typesetting = typesettingOf(setter, look);
  const { measure } = setter.fonts[look.face];
  const paragraph = await measureParagraph(measure, text, typesetting);
  // What is measured may be wider by a hair than the room it was measured for.
  const ems = (width + 0.5) / look.size;
  const how = { width: ems, breakWords, shape };
  // Few characters to a line: one that ends within a phrase is read as a word of its own.
  const isNarrow = setter.eastAsian && ems < PHRASE_LINES;
  const atPhrases = isNarrow ? breakLines(paragraph, { ...how, worst: PHRASE_END }) : null;
  if (isNarrow && !force && shape === "even" && (atPhrases === null || atPhrases.length > most)) return null;
  const broken = atPhrases !== null && atPhrases.length <= most ? atPhrases : breakLines(paragraph, how);
  if (broken === null || (broken.length > most && !force)) return null;
  const kept = broken.slice(0, most);
  const last = kept.at(-1);
  if (kept.length < broken.length && last !== undefined) {
    const shortened = await shortenLine(measure, `${last.text}…`, { typesetting, width: ems });
    const [shortWidth = 0] = await measureTexts(measure, [shortened], typesetting);
    kept[kept.length - 1] = { ...last, text: shortened, width: shortWidth };
  }
  const direction = directionOf(text, setter.writing.language);
  const lines = kept.map((line) => ({
    ...line,
    paragraph: text.startsWith(line.text, line.start) ? text : text.slice(0, line.start) + line.text,
    direction,
    width: line.width * look.size,
  }));
  return laidText(look, lines, text);
}

/** In ems: lines that are shorter break at phrase ends. */
const PHRASE_LINES = 20;
/** What a break costs at most where a phrase begins, see `UnbrokenPart`. */
const PHRASE_END = 0.2;

/** One line of its own width, however wide. */
export async function layLine(setter: Typesetter, text: string, look: Look): Promise<LaidText> {
  const [ems = 0] = await measureTexts(setter.fonts[look.face].measure, [text], typesettingOf(setter, look));
  const direction = directionOf(text, setter.writing.language);
  return laidText(look, [{ text, paragraph: text, start: 0, direction, width: ems * look.size }], text);
}

export function isShortened(laid: LaidText): boolean {
  return laid.lines.at(-1)?.text.endsWith("…") === true;
}

export function typesettingOf(setter: Typesetter, look: Look): Typesetting {
  return { writing: setter.writing, fontWeight: look.weight, letterSpacing: look.tracking, wordSpacing: 0 };
}

function laidText(look: Look, lines: readonly LaidLine[], text: string): LaidText {
  const lineHeight = Math.round(look.size * Math.max(look.lineHeight, leastLineHeight(text)));
  return {
    look,
    lines,
    width: Math.ceil(Math.max(0, ...lines.map((line) => line.width))),
    height: lines.length * lineHeight,
    lineHeight,
  };
}

/** Where a line begins at the left, of a text at this place. */
export function lineLeft(
  { x, width, align }: { readonly x: number; readonly width: number; readonly align: "left" | "center" | "right" },
  line: LaidLine,
): number {
  // A line that goes from right to left begins at the right.
  const side = align === "left" && line.direction === "rtl" ? "right" : align;
  if (side === "left") return x;
  return side === "right" ? x + width - line.width : x + (width - line.width) / 2;
}
