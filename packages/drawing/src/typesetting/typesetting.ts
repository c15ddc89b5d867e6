import type { TextMeasure } from "../fonts/text-measure.ts";
import { graphemesOf } from "../text/clean-text.ts";
import { DIRECTION_MARK } from "../text/direction.ts";
import { isConnected, type Writing } from "../text/writing.ts";

/** How the letters of a text are set. */
export interface Typesetting {
  readonly writing: Writing;
  readonly fontWeight: number;
  /** In ems, added to each letter and to each space; not to letters that are written together. */
  readonly letterSpacing: number;
  readonly wordSpacing: number;
}

/** How wide each text is in ems, the spacing between letters and words included. */
export async function measureTexts(measure: TextMeasure, texts: readonly string[], typesetting: Typesetting) {
  const { letterSpacing, wordSpacing } = typesetting;
  const widths = await measure(texts, typesetting);
  return texts.map((text, index) => {
    const spaces = text.match(/[ \u00A0\u3000]/gu)?.length ?? 0;
    return (widths[index] ?? 0) + letterSpacing * spacedLetters(text) + wordSpacing * spaces;
  });
}

/** How many letters and spaces of a text have the spacing between letters behind them. */
export function spacedLetters(text: string): number {
  return graphemesOf(text).filter((grapheme) => !isConnected(grapheme) && !DIRECTION_MARK.test(grapheme)).length;
}
