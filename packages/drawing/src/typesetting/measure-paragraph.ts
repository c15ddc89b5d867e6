import type { TextMeasure } from "../fonts/text-measure.ts";
import { graphemesOf } from "../text/clean-text.ts";
import { NO_LINE_END, NO_LINE_START, unbrokenParts, type UnbrokenPart } from "./break-opportunities.ts";
import { measureTexts, type Typesetting } from "./typesetting.ts";

/** A paragraph that can be broken to any width without measuring again. Widths are in ems. */
export interface MeasuredParagraph {
  readonly text: string;
  readonly parts: readonly MeasuredPart[];
  readonly hyphenWidth: number;
}

interface MeasuredPart extends UnbrokenPart {
  readonly width: number;
  readonly gapWidth: number;
  /** A break before it is one within a word, which a hyphen tells. */
  readonly hyphenated: boolean;
  /** What it is made of, for a line that is narrower than the part. */
  readonly pieces: readonly Omit<MeasuredPart, "pieces">[];
}

/** Takes a paragraph apart where a line may break, and measures each part, and what each part is made of. */
export async function measureParagraph(
  measure: TextMeasure,
  text: string,
  typesetting: Typesetting,
): Promise<MeasuredParagraph> {
  const parts = unbrokenParts(text, typesetting.writing);
  const graphemes = parts.map((part) => graphemesOf(part.text));
  const texts = [...parts.flatMap((part) => [part.text, part.gap]), ...graphemes.flat(), HYPHEN].filter(
    (one) => one !== "",
  );
  const widths = await measureTexts(measure, texts, typesetting);
  const widthByText = new Map(texts.map((one, index) => [one, widths[index] ?? 0]));
  const widthOf = (one: string) => widthByText.get(one) ?? 0;
  return {
    text,
    hyphenWidth: widthOf(HYPHEN),
    parts: parts.map((part, index) => ({
      ...part,
      hyphenated: false,
      width: widthOf(part.text),
      gapWidth: widthOf(part.gap),
      pieces: piecesOf(part, {
        graphemes: graphemes[index] ?? [],
        isWord: isWord(part, parts[index - 1], parts[index + 1]),
        widthOf,
      }),
    })),
  };
}

export const HYPHEN = "-";

/** A word of letters, in scripts that divide words with a hyphen: no address, no number, no name with signs in it. */
const DIVISIBLE = /^[\p{P}\p{S}]*[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}’']+[\p{P}\p{S}]*$/u;

/** What it costs to break within a word that is too wide. */
const WORD_COST = 0.5;
/** The same in a place where kinsoku forbids it. */
const FORBIDDEN_COST = 1_000_000;

/** Whether it is all of a word, or what a hyphen of its own makes of one: a part of an address is none. */
function isWord(part: UnbrokenPart, before: UnbrokenPart | undefined, after: UnbrokenPart | undefined): boolean {
  const begins = before === undefined || part.gap !== "" || DASH.test(before.text);
  const ends = after === undefined || after.gap !== "" || DASH.test(part.text);
  return begins && ends;
}

const DASH = /[-‐–—]$/u;

function piecesOf(
  part: UnbrokenPart,
  { graphemes, isWord, widthOf }: { graphemes: readonly string[]; isWord: boolean; widthOf: (text: string) => number },
) {
  let start = part.start;
  const isDivisible = isWord && DIVISIBLE.test(part.text);
  return graphemes.map((text, index) => {
    const before = graphemes[index - 1] ?? "";
    const forbidden = NO_LINE_START.test(text) || NO_LINE_END.test(before);
    const piece = {
      text,
      start,
      width: widthOf(text),
      hyphenated: isDivisible && /\p{L}\p{M}*$/u.test(before) && /^\p{L}/u.test(text),
      gap: index === 0 ? part.gap : "",
      gapWidth: index === 0 ? widthOf(part.gap) : 0,
      cost: index === 0 ? part.cost : forbidden ? FORBIDDEN_COST : /[-/_.?&=+,]$/u.test(before) ? 0 : WORD_COST,
    };
    start += text.length;
    return piece;
  });
}
