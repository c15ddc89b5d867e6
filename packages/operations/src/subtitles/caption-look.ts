import { type CaptionRoom, PLAIN_ROOM } from "@proxx/media";
import { CAPTION_STYLES, type CaptionStyle, type PictureSize } from "@proxx/drawing";
import type { CaptionPreset, CaptionStyleChanges } from "../parameters/caption-style.ts";

/** How captions look, and how they follow the words. */
export interface CaptionLook {
  readonly style: CaptionStyle;
  /** Whether the word that is spoken is shown in another way. */
  readonly highlight: boolean;
  readonly wordsPerCaption: number;
}

/** What the two operations differ in. */
export interface LookDefaults {
  readonly preset: CaptionPreset;
  readonly highlight: boolean;
}

const WORDS_PER_CAPTION: Readonly<Record<CaptionPreset, number>> = {
  default: 6,
  bold: 3,
  tiktok: 4,
  youtube: 7,
  story: 5,
  cinematic: 7,
  minimal: 7,
};

/** Whoever names one of these means captions that follow the voice, word by word. */
const FOLLOWING_PRESETS: readonly CaptionPreset[] = ["tiktok", "bold"];

/** The style of the parameters, what they leave out filled in. */
export function captionLook(changes: CaptionStyleChanges, defaults: LookDefaults): CaptionLook {
  const preset = changes.preset ?? defaults.preset;
  const style = changedStyle(CAPTION_STYLES[preset], changes);
  const wanted = changes.highlight ?? (defaults.highlight || FOLLOWING_PRESETS.includes(preset));
  const highlight = wanted && marksActiveWord(style);
  return {
    // Where no word is marked, none needs room to grow.
    style: highlight ? style : { ...style, activeWord: { color: style.color, scale: 1, background: null } },
    highlight,
    wordsPerCaption: changes.wordsPerCaption ?? WORDS_PER_CAPTION[preset],
  };
}

function changedStyle(base: CaptionStyle, changes: CaptionStyleChanges): CaptionStyle {
  const { maxWidth } = changes;
  return {
    ...base,
    color: changes.color ?? base.color,
    fontSize: changes.fontSize ?? base.fontSize,
    fontWeight: changes.fontWeight ?? base.fontWeight,
    uppercase: changes.uppercase ?? base.uppercase,
    outline: changedOutline(base, changes),
    background: changedBackground(base, changes),
    activeWord: {
      ...base.activeWord,
      color: changes.activeColor ?? base.activeWord.color,
      scale: changes.activeScale ?? base.activeWord.scale,
    },
    spokenWord: { color: changes.color ?? base.spokenWord.color },
    position: changes.position ?? base.position,
    marginY: changes.margin ?? base.marginY,
    maxLines: changes.maxLines ?? base.maxLines,
    // As long as asked for, and not only as long as reads well.
    ...(maxWidth === undefined ? {} : { marginX: (1 - maxWidth) / 2, lineLength: 1000 }),
  };
}

const PLAIN_OUTLINE = { color: "#000000ff", width: 0.07 };
const PLAIN_BOX = { paddingX: 0.35, paddingY: 0.06, radius: 0.15, around: "line" } as const;

function changedOutline({ outline }: CaptionStyle, { outlineColor, outlineWidth }: CaptionStyleChanges) {
  if (outlineColor === undefined && outlineWidth === undefined) return outline;
  if (outlineWidth === 0) return null;
  const { color, width } = outline ?? PLAIN_OUTLINE;
  return { color: outlineColor ?? color, width: outlineWidth ?? width };
}

function changedBackground({ background }: CaptionStyle, { backgroundColor }: CaptionStyleChanges) {
  if (backgroundColor === undefined) return background;
  return isClear(backgroundColor) ? null : { ...PLAIN_BOX, ...background, color: backgroundColor };
}

function isClear(colour: string): boolean {
  return colour.endsWith("00") && colour.length === 9;
}

function marksActiveWord({ color, activeWord, spokenWord }: CaptionStyle): boolean {
  const isPlain = activeWord.color === color && activeWord.scale === 1 && activeWord.background === null;
  return !isPlain || spokenWord.color !== color;
}

/** Ems that a letter takes on average, the spaces between words among them. */
const LETTER_EMS = 0.56;
const CAPITAL_EMS = 0.7;

/** How much a caption of this style may hold in a frame of this size without being set smaller. */
export function captionRoom(style: CaptionStyle, frame: PictureSize): CaptionRoom {
  const fontSize = style.fontSize * Math.min(frame.width, frame.height);
  const padding = style.background?.paddingX ?? style.outline?.width ?? 0;
  const ems = Math.min(style.lineLength, (frame.width * (1 - 2 * style.marginX)) / fontSize - 2 * padding);
  const letters = Math.floor(ems / (style.uppercase ? CAPITAL_EMS : LETTER_EMS));
  return { lineWidth: Math.min(Math.max(letters, 8), PLAIN_ROOM.lineWidth), lines: style.maxLines };
}
