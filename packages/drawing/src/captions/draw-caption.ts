import { captionNodes } from "./caption-nodes.ts";
import { CAPTION_STYLES } from "./caption-styles.ts";
import type { CaptionStyle } from "./caption-style.ts";
import { joinWords, type CaptionWord } from "./caption-words.ts";
import { checkCaptionStyle } from "./check-caption-style.ts";
import { checkLength, checkSize, type PictureSize } from "../drawing-limits.ts";
import type { Fonts } from "../fonts/fonts.ts";
import { layoutCaption, type CaptionLayout } from "./layout-caption.ts";
import { placeWords, roomToGrow } from "./place-words.ts";
import { renderNode, type PictureFormat } from "../render-node.ts";
import { leastLineHeight, writingOf } from "../text/writing.ts";

export interface CaptionOptions {
  /** The caption's own lines; one that is too long is broken again. See `captionLines`. */
  readonly lines: readonly (readonly CaptionWord[])[];
  /** @default CAPTION_STYLES.default */
  readonly style?: CaptionStyle;
  /** The size of the video frame it is drawn for. */
  readonly frame: PictureSize;
  /** BCP 47; decides between Japanese, Chinese and Korean forms of the same characters. */
  readonly language?: string;
  /** @default "png" */
  readonly format?: PictureFormat;
}

export interface DrawnCaption extends PlacedCaption {
  /** Transparent but for the caption. */
  readonly image: Buffer;
}

/** All that is known of a caption before it is drawn. */
export interface PlacedCaption {
  /** Where it belongs in the frame. All four are even, and the same for any states of the same words. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** What stands in each line. */
  readonly lines: readonly string[];
  /** In pixels. */
  readonly fontSize: number;
  /** 1, or less where the text had to shrink to fit. */
  readonly shrunkTo: number;
}

/**
 * Draws one caption, cropped to where it has ink. Words keep their places whatever their states, so that a highlight
 * moves through a caption and nothing else does. The text is data: `<b>`, `{\an8}` and `&amp;` are drawn as they are.
 */
export async function drawCaption(fonts: Fonts, options: CaptionOptions): Promise<DrawnCaption> {
  const { format = "png" } = options;
  const laid = await laidOut(fonts, options);
  if (laid === null) return { image: await renderNode(fonts, [], { ...NOTHING, format }), ...NOTHING };
  const { layout, style } = laid;
  const { width, height } = layout.box;
  const nodes = captionNodes(layout, await placeWords(fonts, laid), style);
  return { image: await renderNode(fonts, nodes, { width, height, format }), ...placeOf(layout) };
}

/** Where a caption is drawn, which takes a small part of the time that drawing it does. */
export async function placeCaption(fonts: Fonts, options: CaptionOptions): Promise<PlacedCaption> {
  const laid = await laidOut(fonts, options);
  return laid === null ? NOTHING : placeOf(laid.layout);
}

/** Null where nothing is to be drawn. */
async function laidOut(fonts: Fonts, options: CaptionOptions) {
  const { frame, language, style: wanted = CAPTION_STYLES.default } = options;
  checkSize(frame);
  checkCaptionStyle(wanted);
  const given = options.lines.map((line) => line.map((word) => word.text).join(" ")).join("\n");
  checkLength(given);
  const writing = writingOf(given, language);
  const style = { ...wanted, lineHeight: Math.max(wanted.lineHeight, leastLineHeight(given)) };
  const paragraphs = options.lines
    .map((line) => joinWords(line, { uppercase: style.uppercase, language: writing.language }))
    .filter((paragraph) => paragraph.text !== "");
  const texts = paragraphs.map((paragraph) => paragraph.text);
  await fonts.requireGlyphs(texts.join("\n"), language);
  const { fontWeight, letterSpacing, wordSpacing } = style;
  if (texts.length === 0) return null;
  const room = roomToGrow(paragraphs, style);
  const typesetting = { writing, fontWeight, letterSpacing: letterSpacing + room, wordSpacing };
  const layout = await layoutCaption(fonts.measure, { paragraphs: texts, style, frame, typesetting });
  return { layout, paragraphs, typesetting, style, room };
}

function placeOf({ box, lines, fontSize, shrunkTo }: CaptionLayout): PlacedCaption {
  return { ...box, lines: lines.map((line) => line.text), fontSize, shrunkTo };
}

const NOTHING: PlacedCaption = { x: 0, y: 0, width: 2, height: 2, lines: [], fontSize: 0, shrunkTo: 1 };
