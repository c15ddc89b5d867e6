import type { Node } from "@takumi-rs/core";
import type { Room } from "./card-labels.ts";
import type { CardTheme } from "./card-themes.ts";
import type { PictureSize } from "../drawing-limits.ts";

interface CardFrame extends PictureSize {
  /** Where the panel or the marks are. */
  readonly area: Room;
  readonly unit: number;
  readonly colors: CardTheme;
  readonly transparentBackground: boolean;
}

/** What a card's text stands on: a background with the corner marks of a viewfinder, or a panel over what is behind. */
export function cardFrame(options: CardFrame): Node[] {
  const { width, height, area, unit, colors } = options;
  const inset = Math.round(unit * 0.04);
  if (options.transparentBackground) {
    const place = {
      left: area.left + inset,
      top: area.top + inset,
      width: area.width - 2 * inset,
      height: area.height - 2 * inset,
    };
    return [box({ ...place, borderRadius: Math.round(unit * 0.025), backgroundColor: colors.scrim })];
  }
  const [from, to] = colors.background;
  const ground = box({ left: 0, top: 0, width, height, backgroundImage: `linear-gradient(135deg, ${from}, ${to})` });
  return [ground, ...cornerMarks(options, inset)];
}

function cornerMarks({ area, unit, colors }: CardFrame, inset: number): Node[] {
  const length = Math.round(unit * 0.05);
  const thickness = Math.max(1, Math.round(unit * 0.003));
  const look = { backgroundColor: colors.muted, opacity: 0.55 };
  return [
    [area.left + inset, area.top + inset, 1, 1],
    [area.left + area.width - inset, area.top + inset, -1, 1],
    [area.left + inset, area.top + area.height - inset, 1, -1],
    [area.left + area.width - inset, area.top + area.height - inset, -1, -1],
  ].flatMap(([x = 0, y = 0, right = 1, down = 1]) => {
    const left = (size: number) => (right > 0 ? x : x - size);
    const top = (size: number) => (down > 0 ? y : y - size);
    return [
      box({ left: left(length), top: top(thickness), width: length, height: thickness, ...look }),
      // Beside the first, not over it, where both are half transparent.
      box({
        left: left(thickness),
        top: down > 0 ? y + thickness : y - length,
        width: thickness,
        height: length - thickness,
        ...look,
      }),
    ];
  });
}

function box(style: NonNullable<Node["style"]>): Node {
  return { type: "container", style: { position: "absolute", ...style } };
}
