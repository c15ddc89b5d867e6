import type { Node } from "@takumi-rs/core";
import type { Direction } from "../text/direction.ts";
import { isConnected } from "../text/writing.ts";
import type { FontRun } from "./font-run.ts";

/** Sets the base line of every text, whichever fonts it is drawn with; always registered. */
const BASE_LINE_FAMILY = "proxx-noto-sans-latin";

type Style = NonNullable<Node["style"]>;

/**
 * One line of text, or a part of one, that goes in one direction. A font's own ascent would move the base line (Noto Sans JP stands 5 % lower than Noto Sans), so the
 * line is that of one family, and the runs, with no line height of their own, stand on it.
 */
export function textNode(runs: readonly FontRun[], style: Style, direction: Direction = "ltr"): Node {
  // It stands at the left of its place all the same.
  const turned: Style = direction === "rtl" ? { direction, textAlign: "left" } : {};
  return {
    type: "container",
    style: { ...style, ...turned, display: "block", whiteSpace: "pre", fontFamily: BASE_LINE_FAMILY },
    children: runs.map(({ text, family }) => ({
      type: "text",
      text,
      style: { fontFamily: family, lineHeight: 0, ...(isConnected(text) ? { letterSpacing: 0 } : {}) },
    })),
  };
}
