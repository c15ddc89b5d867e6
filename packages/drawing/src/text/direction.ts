import createBidi from "bidi-js/dist/bidi.mjs";
import { graphemesOf } from "./clean-text.ts";

/** Where a paragraph begins: at the left, or at the right. */
export type Direction = "ltr" | "rtl";

const bidi = createBidi();

/** What may go from right to left: the blocks that Unicode keeps for such scripts, and the marks that say so. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08FF\u200F\u202B\u2067\uFB1D-\uFDFF\uFE70-\uFEFE\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** Says where what is beside it stands, and is not drawn. */
export const DIRECTION_MARK = /^[\u061C\u200E\u200F\u202A-\u202C\u2066-\u2069]$/u;

const RIGHT_TO_LEFT_SCRIPTS: readonly (string | undefined)[] = ["Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg"];

/**
 * That of the language where it is known, but of a paragraph in another script its own; else that of the first letter
 * (UAX #9, P2 and P3).
 */
export function directionOf(paragraph: string, language: string | undefined): Direction {
  if (!RIGHT_TO_LEFT.test(paragraph)) return "ltr";
  if (language !== undefined) {
    const isOfLanguage = RIGHT_TO_LEFT_SCRIPTS.includes(new Intl.Locale(language).maximize().script);
    return isOfLanguage || isMostlyFromRight(paragraph) ? "rtl" : "ltr";
  }
  return bidi.getEmbeddingLevels(paragraph, "auto").paragraphs[0]?.level === 1 ? "rtl" : "ltr";
}

/** A Hebrew paragraph is one in an English text as well; an English sentence that names something at length in Hebrew is none. */
function isMostlyFromRight(paragraph: string): boolean {
  const letters = paragraph.match(/\p{L}/gu) ?? [];
  if (!RIGHT_TO_LEFT.test(letters[0] ?? "")) return false;
  return letters.filter((letter) => RIGHT_TO_LEFT.test(letter)).length * 2 > letters.length;
}

/** A part of a line, by its places in the paragraph. */
export interface LinePart {
  readonly from: number;
  readonly to: number;
}

/**
 * The parts of a line in the order in which they are seen, from the left; those that go both ways are cut where they turn
 * (UAX #9). The parts are those of one line, in the order of the text.
 */
export function inVisualOrder<Part extends LinePart>(
  paragraph: string,
  parts: readonly Part[],
  direction: Direction,
): (Part & { readonly direction: Direction })[] {
  const [first, last] = [parts[0], parts.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (!RIGHT_TO_LEFT.test(paragraph)) return parts.map((part) => ({ ...part, direction: "ltr" }));
  const embedding = bidi.getEmbeddingLevels(paragraph, direction);
  const seen = new Map<number, number>();
  for (const [position, index] of bidi.getReorderedIndices(paragraph, embedding, first.from, last.to - 1).entries()) {
    seen.set(index, position);
  }
  const seenAt = ({ from, to }: LinePart) => Math.min(seen.get(from) ?? 0, seen.get(to - 1) ?? 0);
  return parts
    .flatMap((part) => stretchesOf(paragraph, part, embedding.levels))
    .toSorted((one, other) => seenAt(one) - seenAt(other));
}

/** A part, cut where its direction changes, and never within what a reader calls a character. */
function stretchesOf<Part extends LinePart>(paragraph: string, part: Part, levels: Uint8Array) {
  const stretches: (Part & { readonly direction: Direction })[] = [];
  let level: number | undefined;
  let from = part.from;
  for (const grapheme of graphemesOf(paragraph.slice(part.from, part.to))) {
    const to = from + grapheme.length;
    const last = stretches.at(-1);
    if (last !== undefined && levels[from] === level) stretches[stretches.length - 1] = { ...last, to };
    else stretches.push({ ...part, from, to, direction: (levels[from] ?? 0) % 2 === 1 ? "rtl" : "ltr" });
    level = levels[from];
    from = to;
  }
  return stretches;
}
