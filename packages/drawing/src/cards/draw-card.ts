import type { Node } from "@takumi-rs/core";
import { measureTexts, type Typesetting } from "../typesetting/typesetting.ts";
import { cardFrame } from "./card-frame.ts";
import { cornerNodes, type CardCorners, type Room } from "./card-labels.ts";
import { CARD_THEMES, type CardTheme } from "./card-themes.ts";
import { cleanText, paragraphsOf } from "../text/clean-text.ts";
import { checkedColor } from "../color.ts";
import { checkLength, checkSize, type PictureSize } from "../drawing-limits.ts";
import { fitText, type FittedText } from "../typesetting/fit-text.ts";
import type { Fonts } from "../fonts/fonts.ts";
import { renderNode, type PictureFormat } from "../render-node.ts";
import { lineNodes } from "../typesetting/line-nodes.ts";
import { leastLineHeight, writingOf, type Writing } from "../text/writing.ts";

export interface CardOptions extends PictureSize {
  /** Short texts in the corners, such as a shot's number, its length, a model. Left out where the picture is tiny. */
  readonly corners?: CardCorners;
  readonly title?: string;
  /** As large as fits, and no larger than is pleasant. */
  readonly body?: string;
  /** The middle part of it that is seen in the end: where everything stands. @default all of it */
  readonly seen?: PictureSize;
  /** `foot` leaves free what is behind, but for its foot. @default "middle" */
  readonly place?: "middle" | "foot";
  /** @default CARD_THEMES.slate */
  readonly theme?: CardTheme;
  /** Draws a panel of the theme's `scrim` over whatever is behind, instead of a background. @default false */
  readonly transparentBackground?: boolean;
  /** BCP 47; decides between Japanese, Chinese and Korean forms of the same characters. */
  readonly language?: string;
  /** @default "png" */
  readonly format?: PictureFormat;
}

export interface DrawnCard {
  readonly image: Buffer;
  /** The body's, or the title's where there is no body, in pixels. */
  readonly fontSize: number;
  /** Something did not fit at its smallest size: it ends in “…”. */
  readonly truncated: boolean;
}

/** Draws a card with text, like the slate before a shot. The same options give the same bytes. */
export async function drawCard(fonts: Fonts, options: CardOptions): Promise<DrawnCard> {
  checkSize(options);
  const { width, height, corners = {}, theme = CARD_THEMES.slate, transparentBackground = false } = options;
  const colors = checkedTheme(theme);
  const texts = [options.title ?? "", options.body ?? "", ...Object.values(corners)].join("\n");
  checkLength(texts);
  await fonts.requireGlyphs(texts, options.language);
  const writing = writingOf(cleanText(texts), options.language);

  const area = areaOf(options);
  const unit = Math.min(area.width, Math.min(height, options.seen?.height ?? height));
  const margin = Math.round(unit * (options.place === "foot" ? FOOT.margin : 0.09));
  const labelSize = Math.max(8, Math.round(unit * 0.028));
  const inner = {
    left: area.left + margin,
    top: area.top + margin,
    width: area.width - 2 * margin,
    height: area.height - 2 * margin,
  };
  const nodes = cardFrame({ width, height, area, unit, colors, transparentBackground });
  const labels = unit < 120 ? [] : await cornerNodes(fonts, { inner, corners, labelSize, colors, writing });
  const rowHeight = labels.length === 0 ? 0 : labelSize * 2.6;
  const room = { ...inner, top: inner.top + rowHeight, height: inner.height - 2 * rowHeight };
  const largest = options.place === "foot" ? FOOT.largest : 0.08;
  const middle = await middleNodes(fonts, { ...options, room, unit, largest, colors, writing });
  const image = await renderNode(fonts, [...nodes, ...labels, ...middle.nodes], options);
  return { image, fontSize: middle.fontSize, truncated: middle.truncated };
}

/** Of a card at the foot: its height as a share of the picture's; its margin, and its body's largest size, of the unit. */
const FOOT = { height: 0.36, margin: 0.07, largest: 0.05 };

/** Where the card's panel or marks may be. */
function areaOf({ width, height, seen = { width, height }, place = "middle" }: CardOptions): Room {
  const across = Math.min(width, seen.width);
  const down = Math.min(height, seen.height);
  const whole = { left: Math.round((width - across) / 2), top: Math.round((height - down) / 2), width: across };
  if (place === "middle") return { ...whole, height: down };
  const foot = Math.round(down * FOOT.height);
  return { ...whole, top: whole.top + down - foot, height: foot };
}

/** Title and body, as one block in the middle of the height. */
async function middleNodes(
  fonts: Fonts,
  from: Pick<CardOptions, "title" | "body"> & {
    room: Room;
    unit: number;
    /** Of the body, as a share of the unit. */
    largest: number;
    colors: CardTheme;
    writing: Writing;
  },
): Promise<{ nodes: Node[]; fontSize: number; truncated: boolean }> {
  const { room, unit, colors, writing } = from;
  const hasBody = cleanText(from.body ?? "").trim() !== "";
  const title = await fitBlock(fonts, from.title, {
    writing,
    unit,
    fontWeight: 700,
    lineHeight: 1.2,
    lineLength: 22,
    width: room.width,
    height: room.height * (hasBody ? 0.4 : 1),
    largest: hasBody ? 0.075 : 0.1,
  });
  const body = await fitBlock(fonts, from.body, {
    writing,
    unit,
    fontWeight: 500,
    lineHeight: 1.42,
    lineLength: 34,
    width: room.width,
    height: room.height - title.height * 1.15,
    largest: from.largest,
  });
  const gap = title.height > 0 && body.height > 0 ? Math.round(title.fontSize * 0.4) : 0;
  let top = Math.round(room.top + (room.height - title.height - gap - body.height) / 2);
  const nodes: Node[] = [];
  for (const block of [title, body]) {
    for (const line of block.lines) {
      const [ems = 0] =
        line.direction === "ltr" ? [] : await measureTexts(fonts.measure, [line.text], block.typesetting);
      const left = line.direction === "ltr" ? room.left : room.left + room.width - ems * block.fontSize;
      nodes.push(...(await lineNodes(fonts, line, { ...block, left, top, color: colors.text })));
      top += block.lineHeight;
    }
    if (block === title) top += gap;
  }
  return {
    nodes,
    fontSize: (hasBody ? body : title).fontSize,
    truncated: title.truncated || body.truncated,
  };
}

interface Block extends FittedText {
  readonly typesetting: Typesetting;
  readonly lineHeight: number;
  readonly height: number;
}

/** `largest` is a share of the unit, for a text of 40 letters or less; a longer one begins smaller. */
async function fitBlock(
  fonts: Fonts,
  text: string | undefined,
  how: {
    writing: Writing;
    unit: number;
    fontWeight: number;
    width: number;
    height: number;
    largest: number;
    lineHeight: number;
    lineLength: number;
  },
): Promise<Block> {
  const typesetting = { writing: how.writing, fontWeight: how.fontWeight, letterSpacing: 0, wordSpacing: 0 };
  const cleaned = cleanText(text ?? "");
  if (cleaned.trim() === "") {
    return { lines: [], fontSize: 0, truncated: false, typesetting, lineHeight: 0, height: 0 };
  }
  const ownLineHeight = Math.max(how.lineHeight, leastLineHeight(cleaned));
  const paragraphs = paragraphsOf(cleaned).filter((line) => line !== "");
  const ems = (await measureTexts(fonts.measure, paragraphs, typesetting)).reduce((sum, one) => sum + one, 0);
  const smallest = Math.max(how.unit * 0.02, Math.min(9, how.unit * 0.12));
  const fitted = await fitText(fonts.measure, cleaned, {
    typesetting,
    width: how.width,
    height: how.height,
    lineHeight: ownLineHeight,
    lineLength: how.lineLength,
    largest: Math.max(smallest, how.unit * how.largest * Math.min(1, (20 / ems) ** 0.25)),
    smallest,
  });
  const lineHeight = Math.round(fitted.fontSize * ownLineHeight);
  return { ...fitted, typesetting, lineHeight, height: fitted.lines.length * lineHeight };
}

function checkedTheme(theme: CardTheme): CardTheme {
  return {
    background: [
      checkedColor("theme.background[0]", theme.background[0]),
      checkedColor("theme.background[1]", theme.background[1]),
    ],
    scrim: checkedColor("theme.scrim", theme.scrim),
    text: checkedColor("theme.text", theme.text),
    muted: checkedColor("theme.muted", theme.muted),
    accent: checkedColor("theme.accent", theme.accent),
  };
}
