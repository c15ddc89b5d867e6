import type { Node } from "@takumi-rs/core";
import type { Fonts } from "../fonts/fonts.ts";
import { textNode } from "../fonts/text-node.ts";
import type { Typesetting } from "./typesetting.ts";

/** One line of text at a place, in one colour. */
export async function lineNode(
  fonts: Fonts,
  text: string,
  at: { left: number; top: number; fontSize: number; lineHeight: number; color: string; typesetting: Typesetting },
): Promise<Node> {
  const { typesetting, lineHeight, fontSize } = at;
  return textNode(await fonts.chooseRuns(text, typesetting.writing), {
    position: "absolute",
    left: at.left,
    top: at.top,
    height: lineHeight,
    fontSize,
    fontWeight: typesetting.fontWeight,
    lineHeight: `${lineHeight}px`,
    color: at.color,
    letterSpacing: `${typesetting.letterSpacing * fontSize}px`,
  });
}
