import type { Node } from "@takumi-rs/core";
import type { Fonts } from "../fonts/fonts.ts";
import { textNode } from "../fonts/text-node.ts";
import { inVisualOrder, type Direction } from "../text/direction.ts";
import { measureTexts, type Typesetting } from "./typesetting.ts";

/** A line of text, and what says which way its parts go. */
export interface DirectedLine {
  readonly text: string;
  readonly paragraph: string;
  /** Where it begins in the paragraph. */
  readonly start: number;
  /** The paragraph's. */
  readonly direction: Direction;
}

/** One line of text at a place, in one colour: a node for each stretch of one direction. */
export async function lineNodes(
  fonts: Fonts,
  { text, paragraph, start, direction }: DirectedLine,
  at: { left: number; top: number; fontSize: number; lineHeight: number; color: string; typesetting: Typesetting },
): Promise<Node[]> {
  const { typesetting, lineHeight, fontSize } = at;
  const stretches = inVisualOrder(paragraph, [{ from: start, to: start + text.length }], direction);
  const texts = stretches.map(({ from, to }) => text.slice(from - start, to - start));
  const ems = stretches.length === 1 ? [] : await measureTexts(fonts.measure, texts, typesetting);
  const nodes: Node[] = [];
  let { left } = at;
  for (const [index, stretch] of stretches.entries()) {
    const runs = await fonts.chooseRuns(texts[index] ?? "", typesetting.writing);
    const style = {
      position: "absolute",
      left,
      top: at.top,
      height: lineHeight,
      fontSize,
      fontWeight: typesetting.fontWeight,
      lineHeight: `${lineHeight}px`,
      color: at.color,
      letterSpacing: `${typesetting.letterSpacing * fontSize}px`,
    } as const;
    nodes.push(textNode(runs, style, stretch.direction));
    left += (ems[index] ?? 0) * fontSize;
  }
  return nodes;
}
