import type { SubtitleStyle } from "@proxx/contract";
import { CAPTION_STYLES, type CaptionStyle } from "@proxx/drawing";

export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

export type Shape = "wide" | "tall" | "square";

export function shapeOf({ width, height }: FrameSize): Shape {
  if (width > height * 1.2) return "wide";
  return height > width * 1.2 ? "tall" : "square";
}

/** Sizes are said for a frame whose shorter side has so many pixels. */
const SHORTER_SIDE = 1080;

export function scaleOf({ width, height }: FrameSize): number {
  return Math.min(width, height) / SHORTER_SIDE;
}

/** In pixels of a frame of 1920x1080, 1080x1920 and 1080x1080. */
const SUBTITLES = {
  wide: { size: 52, weight: 600, bottom: 1016 / 1080, side: 0.16 },
  // Buttons of the platforms lie at the right and over the lower third.
  tall: { size: 56, weight: 700, bottom: 1232 / 1920, side: 150 / 1080 },
  square: { size: 46, weight: 600, bottom: 1000 / 1080, side: 72 / 1080 },
};

/** What no screen hides, in shares of each side: a television cuts edges off, and a phone has buttons over tall frames. */
const SAFE = {
  wide: { left: 0.05, top: 0.05, right: 0.95, bottom: 0.95 },
  tall: { left: 0.05, top: 0.05, right: 960 / 1080, bottom: 1280 / 1920 },
  square: { left: 0.05, top: 0.05, right: 0.95, bottom: 0.95 },
};

/** In pixels of a frame; what lies on its edge is within. */
export function safeArea(size: FrameSize) {
  const { left, top, right, bottom } = SAFE[shapeOf(size)];
  return {
    left: Math.floor(left * size.width),
    top: Math.floor(top * size.height),
    right: Math.ceil(right * size.width),
    bottom: Math.ceil(bottom * size.height),
  };
}

/** Each is read on any picture: white on the dark box has a contrast of 12.6 even over white. */
const LOOKS = {
  box: { color: "#ffffff", active: "#ffe14a", box: "#000000cc", outline: null },
  outline: { color: "#ffffff", active: "#ffe14a", box: null, outline: { color: "#000000", width: 0.09 } },
  light: { color: "#16181d", active: "#b3124f", box: "#fffffff2", outline: null },
} as const satisfies Record<SubtitleStyle, object>;

export function subtitleStyle(size: FrameSize, style: SubtitleStyle = "box"): CaptionStyle {
  const { size: fontSize, weight, bottom, side } = SUBTITLES[shapeOf(size)];
  const { color, active, box, outline } = LOOKS[style];
  return {
    ...CAPTION_STYLES.default,
    fontSize: fontSize / SHORTER_SIDE,
    fontWeight: weight,
    color,
    outline,
    shadow: null,
    // An outline fills the space between words.
    wordSpacing: (2 * (outline?.width ?? 0)) / 3,
    background:
      box === null
        ? null
        : { color: box, paddingX: 20 / fontSize, paddingY: 12 / fontSize, radius: 0.15, around: "block" },
    activeWord: { color: active, scale: 1, background: null },
    spokenWord: { color },
    marginX: side,
    marginY: 1 - bottom,
    lineLength: 40,
  };
}
