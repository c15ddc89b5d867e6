import type { Frame } from "../frame/frame.ts";
import type { ShapeElement } from "../scene/scene.ts";
import type { Theme } from "../theme/theme.ts";
import { coverArt, footArt, slideArt, type Art } from "./ground-art.ts";

/** The layer behind everything. */
export const GROUND = "ground";

/** What a slide stands on: the theme's background and what it draws there, or a veil over a picture. */
export function groundOf(
  theme: Theme,
  frame: Frame,
  { cover, overPicture, hasLogo }: { cover: boolean; overPicture: boolean; hasLogo: boolean },
): ShapeElement[] {
  const whole = { x: 0, y: 0, width: frame.width, height: frame.height };
  if (overPicture) return [shapeOf({ ...whole, fill: VEIL })];
  const background = cover ? theme.cover.background : theme.colors.background;
  // A bold theme's square stands where the logo does.
  const isCornerTaken = cover && hasLogo && theme.decoration === "bold";
  const art = cover ? (isCornerTaken ? [] : coverArt(theme, frame)) : slideArt(theme, frame);
  return [{ ...whole, fill: background }, ...footArt(theme, frame, cover), ...art].map(shapeOf);
}

/** White text on it can be read over a white picture. */
const VEIL = "rgba(0,0,0,0.76)";

function shapeOf(art: Art): ShapeElement {
  return { kind: "shape", layer: GROUND, purpose: "ground", radius: 0, opacity: 1, rotation: 0, ...art };
}
