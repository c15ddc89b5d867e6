import type { Node } from "@takumi-rs/core";
import type { CardTheme } from "./card-themes.ts";
import type { PictureSize } from "../drawing-limits.ts";

/** What a card's text stands on: a background with the corner marks of a viewfinder, or a panel over what is behind. */
export function cardFrame(
  options: PictureSize & { readonly colors: CardTheme; readonly transparentBackground: boolean },
): Node[] {
  const { width, height, colors } = options;
  const unit = Math.min(width, height);
  const inset = Math.round(unit * 0.04);
  if (options.transparentBackground) {
    const place = { left: inset, top: inset, width: width - 2 * inset, height: height - 2 * inset };
    return [box({ ...place, borderRadius: Math.round(unit * 0.025), backgroundColor: colors.scrim })];
  }
  const [from, to] = colors.background;
  const ground = box({ left: 0, top: 0, width, height, backgroundImage: `linear-gradient(135deg, ${from}, ${to})` });
  return [ground, ...cornerMarks(options, inset)];
}

function cornerMarks({ width, height, colors }: PictureSize & { colors: CardTheme }, inset: number): Node[] {
  const unit = Math.min(width, height);
  const length = Math.round(unit * 0.05);
  const thickness = Math.max(1, Math.round(unit * 0.003));
  const look = { backgroundColor: colors.muted, opacity: 0.55 };
  return [
    [inset, inset, 1, 1],
    [width - inset, inset, -1, 1],
    [inset, height - inset, 1, -1],
    [width - inset, height - inset, -1, -1],
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
