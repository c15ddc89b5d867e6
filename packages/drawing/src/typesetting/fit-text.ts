import { breakLines } from "./break-lines.ts";
import { measureParagraph } from "./measure-paragraph.ts";
import { measureTexts, type Typesetting } from "./typesetting.ts";
import { cleanText, graphemesOf, paragraphsOf } from "../text/clean-text.ts";
import { directionOf } from "../text/direction.ts";
import type { TextMeasure } from "../fonts/text-measure.ts";
import type { DirectedLine } from "./line-nodes.ts";

export interface FittedText {
  readonly lines: readonly DirectedLine[];
  /** In pixels, whole. */
  readonly fontSize: number;
  /** It did not fit at the smallest size: the last line ends in “…”. */
  readonly truncated: boolean;
}

export interface FitOptions {
  readonly typesetting: Typesetting;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  readonly largest: number;
  readonly smallest: number;
  /** In ems. */
  readonly lineHeight: number;
  /** In ems: lines are not longer, however wide the box, unless the text would get too small. */
  readonly lineLength: number;
}

/** A text in the largest size in which it fits into a box. Up to four lines are made even; more are as full as they get. */
export async function fitText(measure: TextMeasure, text: string, options: FitOptions): Promise<FittedText> {
  const { typesetting, lineHeight } = options;
  const paragraphs = await Promise.all(
    paragraphsOf(cleanText(text))
      .filter((line) => line !== "")
      .map((line) => measureParagraph(measure, line, typesetting)),
  );

  function linesAt(fontSize: number, { breakWords = true, lineLength = Infinity }): DirectedLine[] | null {
    const lines: DirectedLine[] = [];
    for (const paragraph of paragraphs) {
      const { text: whole } = paragraph;
      const direction = directionOf(whole, typesetting.writing.language);
      const how = { width: Math.min(options.width / fontSize, lineLength), breakWords };
      const even = breakLines(paragraph, { ...how, shape: "even" });
      const broken = even !== null && even.length > 4 ? breakLines(paragraph, { ...how, shape: "ragged" }) : even;
      if (broken === null) return null;
      lines.push(...broken.map(({ text: part, start }) => ({ text: part, paragraph: whole, start, direction })));
    }
    return lines;
  }

  // Text of half the size is better than a broken word, and a broken word or a long line better than even smaller text.
  const half = Math.max(options.smallest, options.largest / 2);
  for (const { least, ...how } of [
    { breakWords: false, lineLength: options.lineLength, least: half },
    { breakWords: true, lineLength: options.lineLength, least: half },
    { breakWords: true, least: options.smallest },
  ]) {
    for (const fontSize of sizesDownTo(least, options.largest)) {
      const lines = linesAt(fontSize, how);
      const fits = lines !== null && lines.length * lineHeight * fontSize <= options.height;
      if (fits) return { lines, fontSize, truncated: false };
    }
  }
  const fontSize = Math.max(1, Math.round(options.smallest));
  const all = linesAt(fontSize, {}) ?? [];
  const kept = all.slice(0, Math.max(1, Math.floor(options.height / (lineHeight * fontSize))));
  if (kept.length === all.length) return { lines: kept, fontSize, truncated: false };
  const last = kept.pop() ?? { text: "", paragraph: "", start: 0, direction: "ltr" };
  const shortened = await shortenLine(measure, `${last.text}…`, { typesetting, width: options.width / fontSize });
  kept.push({ ...last, text: shortened, paragraph: last.paragraph.slice(0, last.start) + shortened });
  return { lines: kept, fontSize, truncated: true };
}

/** One line, its end replaced by “…” where it is wider than it may be (in ems). */
export async function shortenLine(
  measure: TextMeasure,
  text: string,
  { typesetting, width }: { readonly typesetting: Typesetting; readonly width: number },
): Promise<string> {
  const graphemes = graphemesOf(text);
  for (let line = text; ; line = `${graphemes.join("").trimEnd()}…`) {
    const [needed = 0] = await measureTexts(measure, [line], typesetting);
    if (needed <= width || graphemes.length === 0) return line;
    if (graphemes.at(-1) === "…") graphemes.pop();
    graphemes.pop();
  }
}

function sizesDownTo(least: number, largest: number): number[] {
  const sizes: number[] = [];
  for (let size = largest; size > least; size *= 0.95) sizes.push(Math.max(1, Math.round(size)));
  return [...new Set([...sizes, Math.max(1, Math.round(least))])];
}
