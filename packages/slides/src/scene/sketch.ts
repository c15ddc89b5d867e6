import type { Finding } from "../check/finding.ts";
import type { LaidText } from "../text/lay-text.ts";
import type { Box, LayerPlan, PictureElement, Scene, SceneElement, ShapeElement, TextElement } from "./scene.ts";

/** A scene while a layout puts it together. What is put down later stands in front within its layer. */
export interface Sketch {
  layer(plan: LayerPlan): string;
  text(layer: string, laid: LaidText, at: TextPlace): Box;
  shape(layer: string, shape: ShapeStyle & Box): void;
  picture(layer: string, picture: Omit<PictureElement, "kind" | "layer">): void;
  finding(finding: Finding): void;
  done(): Scene;
}

interface TextPlace extends Partial<Pick<TextElement, "align" | "spans" | "opacity">> {
  readonly x: number;
  readonly y: number;
  /** @default its own */
  readonly width?: number;
}

type ShapeStyle = Pick<ShapeElement, "fill"> &
  Partial<Pick<ShapeElement, "purpose" | "radius" | "opacity" | "rotation">>;

/** The layer of what is there from the start. */
export const BASE = "base";

export function createSketch(): Sketch {
  const layers: LayerPlan[] = [{ id: BASE, build: 0, enter: "none" }];
  const elements: SceneElement[] = [];
  const findings: Finding[] = [];
  return {
    layer(plan) {
      layers.push(plan);
      return plan.id;
    },
    text(layer, laid, { x, y, width = laid.width, align = "left", spans = [], opacity = 1 }) {
      const box = { x: Math.round(x), y: Math.round(y), width, height: laid.height };
      if (laid.lines.length > 0) elements.push({ kind: "text", layer, laid, ...box, align, spans, opacity });
      return box;
    },
    shape(layer, { purpose = "mark", radius = 0, opacity = 1, rotation = 0, ...shape }) {
      elements.push({ kind: "shape", layer, purpose, radius, opacity, rotation, ...shape });
    },
    picture(layer, picture) {
      elements.push({ kind: "picture", layer, ...picture });
    },
    finding(finding) {
      findings.push(finding);
    },
    done: () => ({ layers, elements, findings }),
  };
}
