import type { TextMeasure } from "../fonts/text-measure.ts";
import { graphemesOf } from "../text/clean-text.ts";
import type { Writing } from "../text/writing.ts";

/** How the letters of a text are set. */
export interface Typesetting {
  readonly writing: Writing;
  readonly fontWeight: number;
  /** In ems, added to each letter and to each space. */
  readonly letterSpacing: number;
  readonly wordSpacing: number;
}

/** How wide each text is in ems, the spacing between letters and words included. */
export async function measureTexts(measure: TextMeasure, texts: readonly string[], typesetting: Typesetting) {
  const { letterSpacing, wordSpacing } = typesetting;
  const widths = await measure(texts, typesetting);
  return texts.map((text, index) => {
    const spaces = text.match(/[ \u00A0\u3000]/gu)?.length ?? 0;
    return (widths[index] ?? 0) + letterSpacing * graphemesOf(text).length + wordSpacing * spaces;
  });
}
