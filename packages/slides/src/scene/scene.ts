import type { Finding } from "../check/finding.ts";
import type { LaidText } from "../text/lay-text.ts";

/** How a layer comes in. */
export type Enter = "none" | "fade" | "rise" | "grow-right" | "grow-up" | "draw-right";

/** A part of a slide that comes in by itself. Later ones stand in front. */
export interface LayerPlan {
  readonly id: string;
  /** 0: there from the start; the others one after the other. */
  readonly build: number;
  readonly enter: Enter;
  /** Which point, row, bar or line of the slide it stands for, the first being 0; of a comparison the left ones first. */
  readonly item?: number;
  /** Where a slow zoom of a picture goes, in shares of the layer. */
  readonly focus?: { readonly x: number; readonly y: number };
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A stretch of a paragraph in a colour of its own. */
export interface ColoredSpan {
  readonly from: number;
  readonly to: number;
  readonly color: string;
}

export interface TextElement extends Box {
  readonly kind: "text";
  readonly layer: string;
  readonly laid: LaidText;
  readonly align: "left" | "center" | "right";
  readonly spans: readonly ColoredSpan[];
  /** Less than 1 for what is set back on purpose, such as code that is not spoken of. */
  readonly opacity: number;
}

export interface ShapeElement extends Box {
  readonly kind: "shape";
  readonly layer: string;
  readonly purpose: "ground" | "panel" | "scrim" | "mark" | "data";
  /** A colour, or a gradient of ours. */
  readonly fill: string;
  readonly radius: number;
  readonly opacity: number;
  readonly rotation: number;
}

export interface PictureElement extends Box {
  readonly kind: "picture";
  readonly layer: string;
  readonly data: Uint8Array;
  /** In pixels of its own. */
  readonly source: { readonly width: number; readonly height: number };
  /** What of the source is shown, in its pixels. */
  readonly crop: Box;
  readonly radius: number;
  /** A photo may lose its edges, a drawing of ours is shown as it is. */
  readonly purpose: "photo" | "drawing";
}

export type SceneElement = TextElement | ShapeElement | PictureElement;

/** A slide that is laid out and not yet drawn. */
export interface Scene {
  readonly layers: readonly LayerPlan[];
  readonly elements: readonly SceneElement[];
  readonly findings: readonly Finding[];
}
