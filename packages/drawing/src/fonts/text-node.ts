import type { Node } from "@takumi-rs/core";
import type { Typesetting } from "../typesetting/break-lines.ts";
import type { FontRun, Fonts } from "./fonts.ts";

/** Sets the base line of every text, whichever fonts it is drawn with; always registered. */
const BASE_LINE_FAMILY = "proxx-noto-sans-latin";

type Style = NonNullable<Node["style"]>;

/**
 * One line of text. A font's own ascent would move the base line (Noto Sans JP stands 5 % lower than Noto Sans), so the
 * line is that of one family, and the runs, with no line height of their own, stand on it.
 */
export function textNode(runs: readonly FontRun[], style: Style): Node {
  return {
    type: "container",
    style: { ...style, display: "block", whiteSpace: "pre", fontFamily: BASE_LINE_FAMILY },
    children: runs.map(({ text, family }) => ({
      type: "text",
      text,
      style: { fontFamily: family, lineHeight: 0 },
    })),
  };
}

/** One line of text at a place, in one colour. */
export async function lineNode(
  fonts: Fonts,
  text: string,
  at: { left: number; top: number; fontSize: number; lineHeight: number; color: string; typesetting: Typesetting },
): Promise<Node> {
  const { typesetting, lineHeight, fontSize } = at;
  return textNode(await fonts.chooseRuns(text, typesetting.writing), {
    ...{ position: "absolute", left: at.left, top: at.top, height: lineHeight },
    ...{ fontSize, fontWeight: typesetting.fontWeight, lineHeight: `${lineHeight}px`, color: at.color },
    letterSpacing: `${typesetting.letterSpacing * fontSize}px`,
  });
}
