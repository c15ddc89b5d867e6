import { cropImage, focusOf } from "../images/crop-image.ts";
import type { SlideImage } from "../images/read-image.ts";
import type { Box } from "../scene/scene.ts";
import { BASE, type Sketch } from "../scene/sketch.ts";
import type { Stage } from "../scene/stage.ts";

/** More than this a picture is never scaled up. */
export const MOST_SCALE = 1.5;

/** Fills a box with the part of a picture in which there is most to see. */
export function coverWith(sketch: Sketch, image: SlideImage, box: Box, radius = 0): void {
  const crop = cropImage(image, box.width / box.height);
  const layer = sketch.layer({ id: "picture", build: 0, enter: "fade", focus: focusOf(image, crop) });
  sketch.picture(layer, { ...box, data: image.data, source: image, crop, radius, purpose: "photo" });
}

/** Shows all of a picture on a card that fills the box, scaled up no more than it bears. */
export function containIn(
  sketch: Sketch,
  { frame, theme }: Stage,
  image: SlideImage,
  { box, radius = 0, padding = frame.px(48) }: { box: Box; radius?: number; padding?: number },
): void {
  const room = { width: box.width - 2 * padding, height: box.height - 2 * padding };
  const scale = Math.min(room.width / image.width, room.height / image.height, MOST_SCALE);
  const size = { width: Math.round(image.width * scale), height: Math.round(image.height * scale) };
  const at = {
    x: Math.round(box.x + (box.width - size.width) / 2),
    y: Math.round(box.y + (box.height - size.height) / 2),
  };
  sketch.shape(BASE, { ...box, purpose: "panel", fill: theme.colors.surface, radius });
  const layer = sketch.layer({ id: "picture", build: 0, enter: "fade" });
  const crop = { x: 0, y: 0, width: image.width, height: image.height };
  sketch.picture(layer, {
    ...at,
    ...size,
    data: image.data,
    source: image,
    crop,
    radius: Math.min(radius, frame.px(8)),
    purpose: "photo",
  });
}

/** How much a picture would have to grow to fill a box. */
export function scaleToCover(image: SlideImage, box: Pick<Box, "width" | "height">): number {
  return Math.max(box.width / image.width, box.height / image.height);
}
