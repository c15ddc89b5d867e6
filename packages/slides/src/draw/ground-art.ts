import type { Frame } from "../frame/frame.ts";
import type { Box } from "../scene/scene.ts";
import { mixColors } from "../theme/oklch.ts";
import type { Theme } from "../theme/theme.ts";

/** A shape of one colour or one gradient of ours. */
export interface Art extends Box {
  readonly fill: string;
  readonly radius?: number;
  readonly opacity?: number;
}

/** What a theme draws behind the title of a movie and of its sections: large, quiet, and away from the words. */
export function coverArt(theme: Theme, frame: Frame): Art[] {
  const { width, height, px } = frame;
  const { cover } = theme;
  switch (theme.decoration) {
    case "rule": {
      if (frame.grid.form === "tall") return [];
      const size = px(frame.grid.form === "wide" ? 980 : 560);
      const fill = mixColors(cover.background, cover.accent, 0.07);
      const corner = frame.grid.form === "wide" ? { x: px(200), y: px(120) } : { x: px(60), y: px(40) };
      return [{ ...disc(width - corner.x, height - corner.y, size), fill }];
    }
    case "glow":
      return [...grid(theme, frame), glow(theme, frame, { size: px(1700), strength: 0.2 })];
    case "double-rule":
      if (frame.grid.form === "tall") return [];
      return [...border(theme, frame, px(40), Math.max(1, px(4))), ...border(theme, frame, px(52), Math.max(1, px(2)))];
    case "bold":
      return frame.grid.form === "tall"
        ? []
        : [{ x: width - px(240), y: 0, width: px(240), height: px(240), fill: cover.accent2 }];
  }
}

/** The same behind all other slides. */
export function slideArt(theme: Theme, frame: Frame): Art[] {
  if (theme.decoration !== "glow") return [];
  return [...grid(theme, frame), glow(theme, frame, { size: frame.px(1200), strength: 0.11 })];
}

/** The lower part of an upright frame, which phones cover with their own signs: a field of colour, and nothing to read. */
export function footArt(theme: Theme, frame: Frame, cover: boolean): Art[] {
  if (frame.grid.form !== "tall") return [];
  const { width, height, px } = frame;
  const y = height - px(frame.grid.height - 1264);
  const { colors } = theme;
  const field = { x: 0, y, width, height: height - y };
  const ground = cover ? theme.cover.background : colors.background;
  const accent = cover ? theme.cover.accent : colors.accent;
  switch (theme.decoration) {
    case "rule":
      return [
        { ...field, fill: mixColors(ground, accent, 0.07) },
        { ...disc(width - px(170), height - px(40), px(760)), fill: mixColors(ground, accent, 0.14) },
      ];
    case "glow":
      return [
        { ...field, fill: mixColors(ground, accent, 0.08) },
        { ...field, height: Math.max(2, px(4)), fill: accent },
      ];
    case "double-rule":
      return [
        { ...field, fill: colors.surface },
        { ...field, y: y + px(12), height: Math.max(1, px(4)), fill: accent },
        { ...field, y: y + px(22), height: Math.max(1, px(2)), fill: accent },
      ];
    case "bold":
      return [
        { ...field, fill: cover ? theme.cover.accent2 : colors.accent },
        ...(cover
          ? []
          : [{ x: width - px(320), y: height - px(320), width: px(320), height: px(320), fill: theme.cover.accent2 }]),
      ];
  }
}

function disc(x: number, y: number, size: number): Art & { radius: number } {
  const radius = Math.round(size / 2);
  return { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius, radius, fill: "" };
}

function border({ colors }: Theme, { width, height }: Frame, inset: number, thickness: number): Art[] {
  const [across, down] = [width - 2 * inset, height - 2 * inset];
  const edge = { x: inset, y: inset, width: across, height: thickness, fill: colors.hairline };
  return [
    edge,
    { ...edge, y: height - inset - thickness },
    { ...edge, width: thickness, height: down },
    { ...edge, x: width - inset - thickness, width: thickness, height: down },
  ];
}

/** Fine lines, as on a drawing board. */
function grid({ colors }: Theme, { width, height, px }: Frame): Art[] {
  const step = Math.max(8, px(80));
  const line = { opacity: 0.06, fill: colors.muted };
  const lines: Art[] = [];
  for (let x = step; x < width; x += step) lines.push({ x, y: 0, width: 1, height, ...line });
  for (let y = step; y < height; y += step) lines.push({ x: 0, y, width, height: 1, ...line });
  return lines;
}

/** Faint light in the corner at the top right. */
function glow({ colors }: Theme, { width }: Frame, { size, strength }: { size: number; strength: number }): Art {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colors.accent.slice(at, at + 2), 16));
  const stops = FADE.map(
    ([share, place]) => `rgba(${red},${green},${blue},${(strength * share).toFixed(4)}) ${place}%`,
  );
  const place = { x: width - Math.round(size * 0.62), y: -Math.round(size * 0.5), width: size, height: size };
  return { ...place, fill: `radial-gradient(circle closest-side, ${stops.join(", ")})` };
}

/** How much light there is, and how far out, in percent. */
const FADE: readonly [share: number, place: number][] = [
  [1, 0],
  [0.72, 12],
  [0.45, 25],
  [0.22, 38],
  [0.08, 52],
  [0, 70],
];
