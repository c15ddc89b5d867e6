/**
 * Text and cards as pictures, without a browser. The folders in the order in which things happen:
 *
 * 1. `text/`: a text is cleaned, and its script and language tell how it is written. Pure.
 * 2. `fonts/`: the font that draws each of its characters is found, and how wide it is.
 * 3. `typesetting/`: it is broken into lines that fit.
 * 4. `captions/`, `cards/`: the lines are put on a picture, which `render-node.ts` draws.
 */

// The fonts, which everything else takes.
export { createFonts, type Fonts, type FontsOptions } from "./fonts/fonts.ts";
export type { FontFamilies, JapaneseFamily, LatinFamily } from "./fonts/font-families.ts";
export type { FontRun } from "./fonts/font-run.ts";

// What may be drawn.
export type { PictureSize } from "./drawing-limits.ts";
export type { PictureFormat } from "./render-node.ts";

// Captions.
export { CAPTION_STYLES, type CaptionStyleName } from "./captions/caption-styles.ts";
export type { CaptionBox, CaptionStyle } from "./captions/caption-style.ts";
export { captionLines, type CaptionWord } from "./captions/caption-words.ts";
export { drawCaption, placeCaption, type CaptionOptions, type DrawnCaption } from "./captions/draw-caption.ts";

// Cards.
export { CARD_THEMES, type CardTheme, type CardThemeName } from "./cards/card-themes.ts";
export type { CardCorners } from "./cards/card-labels.ts";
export { drawCard, type CardOptions, type DrawnCard } from "./cards/draw-card.ts";

// The parts, for pictures of other kinds.
export { parseColor } from "./color.ts";
export { dependencyVersions } from "./dependency-versions.ts";
export { drawnWith } from "./drawn-with.ts";
export { textNode } from "./fonts/text-node.ts";
export { renderNode } from "./render-node.ts";
export { cleanText, graphemesOf, paragraphsOf } from "./text/clean-text.ts";
export { directionOf, inVisualOrder, type Direction } from "./text/direction.ts";
export { isIdeographic, leastLineHeight, writingOf, type Writing } from "./text/writing.ts";
export { breakLines, type BreakOptions } from "./typesetting/break-lines.ts";
export { shortenLine } from "./typesetting/fit-text.ts";
export { measureParagraph } from "./typesetting/measure-paragraph.ts";
export { measureTexts, type Typesetting } from "./typesetting/typesetting.ts";
