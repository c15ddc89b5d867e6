/**
 * Text and cards as pictures, without a browser. The folders in the order in which things happen: `text/` cleans a text
 * and tells how it is written, `fonts/` finds which font draws it and how wide it is, `typesetting/` breaks it into lines,
 * and `captions/` and `cards/` put the lines on a picture, which `render-node.ts` draws.
 */

// The fonts, which everything else takes.
export { createFonts, type Fonts, type FontsOptions } from "./fonts/fonts.ts";
export type { FontRun } from "./fonts/font-run.ts";

// What may be drawn.
export type { PictureSize } from "./drawing-limits.ts";
export type { PictureFormat } from "./render-node.ts";

// Captions.
export { CAPTION_STYLES, type CaptionStyleName } from "./captions/caption-styles.ts";
export type { CaptionBox, CaptionStyle } from "./captions/caption-style.ts";
export { captionLines, type CaptionWord } from "./captions/caption-words.ts";
export { drawCaption, type CaptionOptions, type DrawnCaption } from "./captions/draw-caption.ts";

// Cards.
export { CARD_THEMES, type CardTheme, type CardThemeName } from "./cards/card-themes.ts";
export type { CardCorners } from "./cards/card-labels.ts";
export { drawCard, type CardOptions, type DrawnCard } from "./cards/draw-card.ts";
