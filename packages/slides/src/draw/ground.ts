import type { Frame } from "../frame/frame.ts";
import { cropImage, focusOf } from "../images/crop-image.ts";
import type { SlideImage } from "../images/read-image.ts";
import type { SceneElement, ShapeElement } from "../scene/scene.ts";
import { contrastOf } from "../theme/contrast.ts";
import type { Theme } from "../theme/theme.ts";
import { coverArt, footArt, slideArt, type Art } from "./ground-art.ts";

/** The layer behind everything. */
export const GROUND = "ground";

/** Behind that: a picture of the section. */
export const BACKDROP = "backdrop";

/** A picture behind a slide. */
export interface Backdrop {
  readonly image: SlideImage;
  readonly fit: "cover" | "contain";
  /** It is zoomed slowly, toward where there is most to see. */
  readonly zoom: boolean;
  /** It is the first one of a film. @default false */
  readonly isFilm?: boolean;
}

/** A picture as large as the frame, and what it stands on where it does not fill it. */
export function backdropOf({ image, fit }: Backdrop, theme: Theme, frame: Frame): SceneElement[] {
  const { width, height } = frame;
  const whole = { x: 0, y: 0, width, height };
  const common = { kind: "picture", layer: BACKDROP, data: image.data, source: image, radius: 0 } as const;
  const under = { ...shapeOf({ ...whole, fill: theme.colors.background }), layer: BACKDROP };
  if (fit === "cover")
    return [under, { ...common, ...whole, crop: cropImage(image, width / height), purpose: "photo" }];
  const scale = Math.min(width / image.width, height / image.height);
  const size = { width: Math.round(image.width * scale), height: Math.round(image.height * scale) };
  const at = { x: Math.round((width - size.width) / 2), y: Math.round((height - size.height) / 2) };
  const crop = { x: 0, y: 0, width: image.width, height: image.height };
  return [under, { ...common, ...at, ...size, crop, purpose: "photo" }];
}

/** Where it is zoomed to, in shares of the frame. */
export function backdropFocus({ image, fit, zoom }: Backdrop, { width, height }: Frame) {
  return zoom && fit === "cover" ? focusOf(image, cropImage(image, width / height)) : undefined;
}

/** What a slide stands on: the theme's background and what it draws there, or a veil over a picture. */
export function groundOf(
  theme: Theme,
  frame: Frame,
  behind: { cover: boolean; overPicture: boolean; backdrop: Backdrop | undefined; hasLogo: boolean },
): ShapeElement[] {
  const { cover, overPicture, backdrop, hasLogo } = behind;
  const whole = { x: 0, y: 0, width: frame.width, height: frame.height };
  if (overPicture) return [shapeOf({ ...whole, fill: `rgba(0,0,0,${veilOver(backdrop, theme)})` })];
  const background = cover ? theme.cover.background : theme.colors.background;
  // A bold theme's square stands where the logo does.
  const isCornerTaken = cover && hasLogo && theme.decoration === "bold";
  const art = cover ? (isCornerTaken ? [] : coverArt(theme, frame)) : slideArt(theme, frame);
  return [{ ...whole, fill: background }, ...footArt(theme, frame, cover), ...art].map(shapeOf);
}

/** Of a film nobody knows how bright it gets; what is read easily over white takes most of a picture away. */
const VEIL = { film: 0.8, least: 0.5, most: 0.84 };

/** As little black as lets words of the theme be read on the brightest part of a picture. */
function veilOver(backdrop: Backdrop | undefined, { colors }: Theme): number {
  if (backdrop === undefined || backdrop.isFilm === true) return VEIL.film;
  for (let share = VEIL.least; share < VEIL.most; share += 0.02) {
    const grounds = backdrop.image.inks.map(({ color }) => darkened(color, share));
    if (grounds.every((ground) => contrastOf(colors.muted, ground) >= 7)) return Number(share.toFixed(2));
  }
  return VEIL.most;
}

/** A colour below so much black, as a renderer mixes them. */
function darkened(color: string, share: number): string {
  const channels = [1, 3, 5].map((at) => Math.round(Number.parseInt(color.slice(at, at + 2), 16) * (1 - share)));
  return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

function shapeOf(art: Art): ShapeElement {
  return { kind: "shape", layer: GROUND, purpose: "ground", radius: 0, opacity: 1, rotation: 0, ...art };
}
