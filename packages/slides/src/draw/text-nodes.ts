import { inVisualOrder, measureTexts, textNode } from "@proxx/drawing";
import type { Node } from "@takumi-rs/core";
import type { ColoredSpan, TextElement } from "../scene/scene.ts";
import { lineLeft, typesettingOf, type LaidLine } from "../text/lay-text.ts";
import type { Typesetter } from "../text/look.ts";

/** The nodes of a text: one for each stretch of a line that has one colour and goes one way. */
export async function textNodes(setter: Typesetter, element: TextElement): Promise<Node[]> {
  const nodes: Node[] = [];
  for (const [index, line] of element.laid.lines.entries()) {
    nodes.push(...(await lineNodes(setter, element, { line, top: element.y + index * element.laid.lineHeight })));
  }
  return nodes;
}

async function lineNodes(
  setter: Typesetter,
  element: TextElement,
  { line, top }: { line: LaidLine; top: number },
): Promise<Node[]> {
  const { laid, opacity } = element;
  const { look } = laid;
  const fonts = setter.fonts[look.face];
  const parts = coloredParts(line, element.spans, look.color);
  const stretches = inVisualOrder(line.paragraph, parts, line.direction);
  const texts = stretches.map(({ from, to }) => line.text.slice(from - line.start, to - line.start));
  const isPlain = stretches.every(({ direction }) => direction === "ltr");
  // Of a line that goes one way, a part begins where all before it ends: letters are set closer across its edges.
  const measured = isPlain ? texts.map((_, index) => texts.slice(0, index).join("")) : texts;
  const ems = stretches.length === 1 ? [0] : await measureTexts(fonts.measure, measured, typesettingOf(setter, look));
  const nodes: Node[] = [];
  const lineStart = lineLeft(element, line);
  let before = 0;
  for (const [index, stretch] of stretches.entries()) {
    const text = texts[index] ?? "";
    const left = lineStart + (isPlain ? (ems[index] ?? 0) : before) * look.size;
    before += ems[index] ?? 0;
    if (text.trim() === "") continue;
    const style = {
      position: "absolute",
      left,
      top,
      height: laid.lineHeight,
      fontSize: look.size,
      fontWeight: look.weight,
      lineHeight: `${laid.lineHeight}px`,
      color: stretch.color,
      letterSpacing: `${look.tracking * look.size}px`,
      opacity,
    } as const;
    nodes.push(textNode(await fonts.chooseRuns(text, setter.writing), style, stretch.direction));
  }
  return nodes;
}

/** A line by the colours of its parts, at their places in the paragraph. */
function coloredParts(line: LaidLine, spans: readonly ColoredSpan[], color: string): ColoredSpan[] {
  const end = line.start + line.text.length;
  const parts: ColoredSpan[] = [];
  let from = line.start;
  for (const span of spans) {
    const [begin, stop] = [Math.max(from, span.from), Math.min(end, span.to)];
    if (begin >= stop) continue;
    if (begin > from) parts.push({ from, to: begin, color });
    parts.push({ from: begin, to: stop, color: span.color });
    from = stop;
  }
  if (from < end) parts.push({ from, to: end, color });
  return parts;
}
