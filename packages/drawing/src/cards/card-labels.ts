import type { Node } from "@takumi-rs/core";
import { measureTexts, type Typesetting } from "../typesetting/typesetting.ts";
import type { CardTheme } from "./card-themes.ts";
import { cleanText, paragraphsOf } from "../text/clean-text.ts";
import { directionOf } from "../text/direction.ts";
import type { PictureSize } from "../drawing-limits.ts";
import { shortenLine } from "../typesetting/fit-text.ts";
import type { Fonts } from "../fonts/fonts.ts";
import { lineNodes } from "../typesetting/line-nodes.ts";
import type { Writing } from "../text/writing.ts";

/** Short texts in the corners of a card. */
export interface CardCorners {
  readonly topLeft?: string;
  readonly topRight?: string;
  readonly bottomLeft?: string;
  readonly bottomRight?: string;
}

export interface Room extends PictureSize {
  readonly left: number;
  readonly top: number;
}

export async function cornerNodes(
  fonts: Fonts,
  from: {
    inner: Room;
    corners: CardCorners;
    labelSize: number;
    colors: CardTheme;
    writing: Writing;
  },
): Promise<Node[]> {
  const { inner, corners, labelSize, colors, writing } = from;
  const lineHeight = Math.round(labelSize * 1.4);
  const nodes: Node[] = [];
  for (const row of [
    { left: corners.topLeft, right: corners.topRight, top: inner.top, isFirst: true },
    {
      left: corners.bottomLeft,
      right: corners.bottomRight,
      top: inner.top + inner.height - lineHeight,
      isFirst: false,
    },
  ]) {
    const common = { top: row.top, fontSize: labelSize, lineHeight };
    const plain = { writing, fontWeight: 500, letterSpacing: 0.04, wordSpacing: 0 };
    const right = await fitLabel(fonts, row.right, { typesetting: plain, width: inner.width / labelSize / 2 });
    const width = right.width * labelSize;
    const rightEdge = inner.left + inner.width;
    nodes.push(
      ...(await lineNodes(fonts, right, {
        ...common,
        left: rightEdge - width,
        color: colors.muted,
        typesetting: plain,
      })),
    );
    const mark = row.isFirst ? labelSize * 1.1 : 0;
    const typesetting = { ...plain, fontWeight: row.isFirst ? 700 : 500 };
    const room = inner.width - width - mark - (width === 0 ? 0 : 2 * labelSize);
    const left = await fitLabel(fonts, row.left, { typesetting, width: room / labelSize });
    const color = row.isFirst ? colors.accent : colors.muted;
    nodes.push(...(await lineNodes(fonts, left, { ...common, left: inner.left + mark, color, typesetting })));
    if (row.isFirst && left.text !== "") {
      nodes.push(dot({ left: inner.left, middle: row.top + lineHeight / 2, size: labelSize * 0.56, color }));
    }
  }
  return nodes;
}

/** A label on one line, and how wide it is seen to be, in ems: without the spacing after its last letter. */
async function fitLabel(fonts: Fonts, text: string | undefined, how: { typesetting: Typesetting; width: number }) {
  const plain = paragraphsOf(cleanText(text ?? "").replaceAll("\n", " "))[0] ?? "";
  const line = plain === "" ? "" : await shortenLine(fonts.measure, plain, how);
  const [width = 0] = await measureTexts(fonts.measure, [line], how.typesetting);
  const direction = directionOf(line, how.typesetting.writing.language);
  return {
    text: line,
    paragraph: line,
    start: 0,
    direction,
    width: line === "" ? 0 : width - how.typesetting.letterSpacing,
  };
}

function dot({ left, middle, size, color }: { left: number; middle: number; size: number; color: string }): Node {
  const place = { position: "absolute" as const, left, top: middle - size / 2, width: size, height: size };
  return { type: "container", style: { ...place, borderRadius: size / 2, backgroundColor: color } };
}
