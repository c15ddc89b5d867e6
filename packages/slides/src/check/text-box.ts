import type { Box, Scene, TextElement } from "../scene/scene.ts";
import { lineLeft } from "../text/lay-text.ts";
import type { Face, TextRole } from "../text/look.ts";

/** A text as it stands on a slide. In pixels of the frame. */
export interface TextBox extends Box {
  readonly role: TextRole;
  readonly face: Face;
  readonly lines: readonly string[];
  readonly size: number;
  readonly weight: number;
  /** All of its colours. */
  readonly colors: readonly string[];
  readonly on: string;
  readonly layer: string;
  readonly align: TextElement["align"];
  readonly setBack: boolean;
}

/** The texts of a scene, each box as wide as its ink. */
export function textBoxesOf(scene: Scene): TextBox[] {
  return scene.elements.flatMap((element): TextBox[] => {
    if (element.kind !== "text") return [];
    const { laid, layer, align, spans, opacity } = element;
    const lefts = laid.lines.map((line) => lineLeft(element, line));
    const x = Math.min(...lefts);
    const right = Math.max(...laid.lines.map((line, index) => (lefts[index] ?? 0) + line.width));
    return [
      {
        x,
        y: element.y,
        width: right - x,
        height: element.height,
        role: laid.look.role,
        face: laid.look.face,
        lines: laid.lines.map(({ text }) => text),
        size: laid.look.size,
        weight: laid.look.weight,
        colors: [...new Set([laid.look.color, ...spans.map(({ color }) => color)])],
        on: laid.look.on,
        layer,
        // From right to left, a text begins at the right.
        align: align === "left" && laid.lines[0]?.direction === "rtl" ? "right" : align,
        setBack: opacity < 1,
      },
    ];
  });
}
