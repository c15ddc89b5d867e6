import type { Frame } from "../frame/frame.ts";
import type { SlideImage } from "../images/read-image.ts";
import type { Box, LayerPlan, PictureElement, Scene, SceneElement } from "../scene/scene.ts";
import { contrastOf, isDark } from "../theme/contrast.ts";
import type { Theme } from "../theme/theme.ts";

/** A brand's sign, and the one for dark grounds where there is another. */
export interface Logo {
  readonly image: SlideImage;
  readonly onDark?: SlideImage | undefined;
}

/** The layer of it. */
export const LOGO = "logo";

export function logoFor({ image, onDark = image }: Logo, ground: string): SlideImage {
  return isDark(ground) ? onDark : image;
}

/** In pixels of the grid: how high it is, and how wide at the most. */
const HEIGHT = 48;
const MOST_WIDTH = 320;

/** Where a title has to end, so that around the logo half its height stays free. */
export function besideLogo(image: SlideImage, frame: Frame): number {
  return boxOf(image, frame).x - frame.px(HEIGHT / 2);
}

/** The scene with the logo in the corner at the top right: on a plate where it would not stand out, or stands on a picture. */
export function withLogo(
  scene: Scene,
  image: SlideImage,
  { frame, theme, ground }: { frame: Frame; theme: Theme; ground: string },
): Scene {
  const box = boxOf(image, frame);
  const isOnPicture = scene.elements.some((element) => element.kind === "picture" && touches(element, box));
  const stands = standsOut(image, ground);
  const plate = isOnPicture || !stands ? plateFor(image, theme) : null;
  const layer: LayerPlan = { id: LOGO, build: 0, enter: "none" };
  const panel = plate === null ? [] : [panelAround(box, { fill: plate, frame, theme })];
  const message = `The brand's logo does not stand out from ${ground}: it is shown on a plate of ${plate}.`;
  return {
    layers: [...scene.layers, layer],
    elements: [...scene.elements, ...panel, { kind: "picture", layer: LOGO, ...signIn(image, box) }],
    findings: stands ? scene.findings : [...scene.findings, { code: "logo-on-plate", message }],
  };
}

/** All of a logo in a box of its shape. */
export function signIn(image: SlideImage, box: Box): Omit<PictureElement, "kind" | "layer"> {
  const crop = { x: 0, y: 0, width: image.width, height: image.height };
  return { ...box, data: image.data, source: image, crop, radius: 0, purpose: "drawing" };
}

const LEAST_CONTRAST = 3;
/** A sign may have a pale part, but most of it has to be seen. */
const LEAST_SHARE = 0.6;

/** Whether most of a sign can be told from what it stands on (WCAG 2, for what is no text). */
export function standsOut({ inks }: SlideImage, ground: string): boolean {
  const seen = inks.filter(({ color }) => contrastOf(color, ground) >= LEAST_CONTRAST);
  return shareOf(seen) >= shareOf(inks) * LEAST_SHARE;
}

function shareOf(inks: SlideImage["inks"]): number {
  return inks.reduce((sum, { share }) => sum + share, 0);
}

function boxOf(image: SlideImage, frame: Frame): Box {
  const { px, right, top } = frame;
  const scale = Math.min(px(HEIGHT) / image.height, px(MOST_WIDTH) / image.width);
  const [width, height] = [Math.round(image.width * scale), Math.round(image.height * scale)];
  const y = top + Math.round((px(HEIGHT) - height) / 2);
  return { x: right - width, y, width, height };
}

/** The theme's own ground where that does, else white or nearly black. */
function plateFor(image: SlideImage, { colors }: Theme): string {
  return [colors.background, "#ffffff", "#101214"].find((color) => standsOut(image, color)) ?? "#ffffff";
}

function panelAround({ x, y, width, height }: Box, how: { fill: string; frame: Frame; theme: Theme }): SceneElement {
  const { fill, frame, theme } = how;
  const by = frame.px(16);
  const box = { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
  const radius = Math.min(frame.px(theme.radius), by);
  return { kind: "shape", layer: LOGO, purpose: "panel", ...box, fill, radius, opacity: 1, rotation: 0 };
}

function touches(one: Box, other: Box): boolean {
  const [x, y] = [other.x + other.width / 2, other.y + other.height / 2];
  return one.x <= x && x <= one.x + one.width && one.y <= y && y <= one.y + one.height;
}
