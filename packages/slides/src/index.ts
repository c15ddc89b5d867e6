/**
 * Slides of a movie as layers of pixels. The folders in the order in which things happen:
 *
 * 1. `theme/`: colours and fonts, and a brand's in their place. `frame/`: where things stand on a frame of any size.
 * 2. `text/`: a text is polished, and broken into lines that fit. `images/`, `code/`, `charts/`: what else is on a slide.
 * 3. `layouts/`, of `blocks/`: a slide is laid out as a scene (`scene/`), in the largest sizes in which all of it fits, or on several slides.
 * 4. `draw/`: the scene becomes layers.
 * 5. `check/`: what is wrong with a slide that was drawn.
 */

/** Raised when the same slide begins to look different. */
export const SLIDES_VERSION = 4;

export { slidesDrawnWith } from "./slides-drawn-with.ts";
export { drawSlides, type DrawnSlide, type SlideOptions } from "./draw/draw-slides.ts";
export { BACKDROP, type Backdrop } from "./draw/ground.ts";
export type { SlideLayer } from "./draw/draw-layers.ts";
export type { Enter } from "./scene/scene.ts";
export type { Finding, FindingCode } from "./check/finding.ts";
export { checkSlide, type CheckedSlide } from "./check/check-slide.ts";
export type { SlideFault, SlideRule } from "./check/slide-fault.ts";
export type { TextBox } from "./check/text-box.ts";
export { createHighlighter, type HighlightCode } from "./code/highlight-code.ts";
export { readImage, type SlideImage } from "./images/read-image.ts";
export type { Logo } from "./blocks/place-logo.ts";
export { themeColors, type Brand } from "./theme/brand.ts";
export { THEME_NAMES, type ThemeName } from "./theme/themes.ts";
