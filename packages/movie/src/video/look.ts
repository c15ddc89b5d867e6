import type { CaptionStyle } from "@proxx/drawing";
import { CAPTION_STYLES } from "@proxx/drawing";

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

/** Subtitles in a dark box, which is read on any picture: white on it has a contrast of 12.6 even over white. */
export function subtitleStyle(size: FrameSize): CaptionStyle {
  const { size: fontSize, weight, bottom, side } = SUBTITLES[shapeOf(size)];
  return {
    ...CAPTION_STYLES.default,
    fontSize: fontSize / SHORTER_SIDE,
    fontWeight: weight,
    outline: null,
    shadow: null,
    background: { color: "#000000cc", paddingX: 20 / fontSize, paddingY: 12 / fontSize, radius: 0.15, around: "block" },
    activeWord: { color: "#ffe14a", scale: 1, background: null },
    marginX: side,
    marginY: 1 - bottom,
    lineLength: 40,
  };
}
