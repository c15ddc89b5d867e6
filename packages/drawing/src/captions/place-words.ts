import { directionOf, inVisualOrder, type Direction, type LinePart } from "../text/direction.ts";
import { isConnected } from "../text/writing.ts";
import type { FontRun } from "../fonts/font-run.ts";
import type { Fonts } from "../fonts/fonts.ts";
import { measureTexts, spacedLetters, type Typesetting } from "../typesetting/typesetting.ts";
import type { CaptionStyle } from "./caption-style.ts";
import type { CaptionParagraph } from "./caption-words.ts";
import type { CaptionLayout, CaptionLayoutLine } from "./layout-caption.ts";

/** A word, or the part of a word that stands in one line. Places are in pixels of the image. */
export interface Fragment {
  readonly runs: readonly FontRun[];
  readonly state: "normal" | "active" | "spoken";
  readonly direction: Direction;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** In ems. */
  readonly letterSpacing: number;
  /** About its middle. */
  readonly scale: number;
  /** What a box behind it covers, across. */
  readonly box: { readonly x: number; readonly width: number };
}

/**
 * In ems, added to each letter where words stand side by side without a space: the room into which each letter of the
 * active word grows, so that it touches no neighbour.
 */
export function roomToGrow(paragraphs: readonly CaptionParagraph[], { activeWord }: CaptionStyle): number {
  if (!paragraphs.some(hasTouchingWords)) return 0;
  return Math.max(0, activeWord.scale - 1) + (activeWord.background?.paddingX ?? 0) / 2;
}

function hasTouchingWords({ words }: CaptionParagraph): boolean {
  return words.some(({ start, text }, index) => {
    const before = words[index - 1];
    return before?.end === start && isSpaced(before.text) && isSpaced(text);
  });
}

function isSpaced(word: string): boolean {
  return /\p{L}/u.test(word) && !isConnected(word);
}

interface Placed {
  readonly layout: CaptionLayout;
  readonly paragraphs: readonly CaptionParagraph[];
  readonly typesetting: Typesetting;
  readonly style: CaptionStyle;
  /** See `roomToGrow`; part of the typesetting's letter spacing. */
  readonly room: number;
}

/** Where the words of a caption stand. The active one is grown as far as there is room for it. */
export async function placeWords(fonts: Fonts, from: Placed): Promise<Fragment[]> {
  const fragments: Fragment[] = [];
  const { layout, typesetting } = from;
  for (const line of layout.lines) {
    const { text: paragraph, words } = from.paragraphs[line.paragraph] ?? { text: "", words: [] };
    const direction = directionOf(paragraph, typesetting.writing.language);
    const pieces = inVisualOrder(paragraph, splitLine(line, words), direction).map((piece) => ({
      ...piece,
      text: line.text.slice(piece.from - line.start, piece.to - line.start),
    }));
    const ems = await measureTexts(
      fonts.measure,
      pieces.map(({ text }) => text),
      typesetting,
    );
    let x = line.x - layout.box.x;
    for (const [index, piece] of pieces.entries()) {
      const { text, state } = piece;
      const width = (ems[index] ?? 0) * layout.fontSize;
      if (state !== null) {
        const free = Math.min(spaceOf(pieces[index - 1], ems[index - 1]), spaceOf(pieces[index + 1], ems[index + 1]));
        const word = { text, x, y: line.y - layout.box.y, width };
        const set = state === "active" ? grown(word, free, from) : atRest(word, from);
        const runs = await fonts.chooseRuns(text, typesetting.writing);
        fragments.push({ ...set, runs, state, direction: piece.direction });
      }
      x += width;
    }
  }
  return fragments;
}

interface Piece extends LinePart {
  /** Null of a space. */
  readonly state: Fragment["state"] | null;
}

/** The words of a line, and the spaces between them, in the order of the text. */
function splitLine(line: CaptionLayoutLine, words: CaptionParagraph["words"]): Piece[] {
  const pieces: Piece[] = [];
  let position = line.start;
  const end = line.start + line.text.length;
  for (const word of words) {
    const from = Math.max(word.start, line.start);
    const to = Math.min(word.end, end);
    if (from >= to) continue;
    if (from > position) pieces.push({ from: position, to: from, state: null });
    pieces.push({ from, to, state: word.state ?? "normal" });
    position = to;
  }
  return pieces;
}

/** How far the next word is on one side, in ems. */
function spaceOf(neighbour: Piece | undefined, ems = 0): number {
  if (neighbour === undefined) return Infinity;
  return neighbour.state === null ? ems : 0;
}

type Word = Pick<Fragment, "x" | "y" | "width"> & { readonly text: string };
type Set = Omit<Fragment, "runs" | "state" | "direction">;

/** Its spacing stands behind each letter; half of the room that is part of it belongs before it. */
function atRest({ x, y, width }: Word, { layout, typesetting, room }: Placed): Set {
  const { letterSpacing } = typesetting;
  const box = { x, width };
  return { x: x + (room / 2) * layout.fontSize, y, width, letterSpacing, scale: 1, box };
}

/** `free` is how far its nearer neighbour is, in ems. */
function grown(word: Word, free: number, from: Placed): Set {
  const { style, layout, typesetting, room } = from;
  const { scale, background } = style.activeWord;
  const { fontSize } = layout;
  const outline = style.outline?.width ?? 0;
  const padding = Math.max(0, Math.min(background?.paddingX ?? 0, free - outline)) * fontSize;
  const { x, y, width } = word;
  const letters = spacedLetters(word.text);
  if (room > 0 && scale > 1 && letters > 0) {
    // Each letter grows into its own room: the word is set more closely by as much as it is drawn larger.
    const closer = (width - width / scale) / letters / fontSize;
    const letterSpacing = typesetting.letterSpacing - closer;
    const narrow = width / scale;
    const left = x + (width - narrow) / 2 + ((room - closer) / 2) * fontSize;
    return { x: left, y, width: narrow, letterSpacing, scale, box: { x: x - padding, width: width + 2 * padding } };
  }
  const most = Math.max(0, free * fontSize - outline * fontSize - padding);
  const grownTo = Math.min(scale, 1 + (2 * most) / width);
  const around = padding + (width * (grownTo - 1)) / 2;
  return { ...atRest(word, from), scale: grownTo, box: { x: x - around, width: width + 2 * around } };
}
