import type { Box } from "../scene/scene.ts";
import { BASE, type Sketch } from "../scene/sketch.ts";
import type { Stage } from "../scene/stage.ts";
import { legible } from "../theme/contrast.ts";
import { mixColors } from "../theme/oklch.ts";
import { layLine, layText, type LaidText } from "../text/lay-text.ts";
import { bodyLook, strongLook } from "../text/look.ts";
import { polishText } from "../text/polish-text.ts";
import type { Theme } from "../theme/theme.ts";
import { withUnit } from "./format-number.ts";

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Its place in the script. */
  readonly index: number;
  /** It is the one that matters. */
  readonly marked: boolean;
}

export interface BarsPlace {
  readonly bars: readonly Bar[];
  readonly box: Box;
  /** Of names and values, in pixels of the grid. */
  readonly size: number;
  readonly unit: string | undefined;
}

/** Bars that lie, below one another, with their names at the left. False where the names have no room. */
export async function placeBars(sketch: Sketch, stage: Stage, place: BarsPlace): Promise<boolean> {
  const { frame, setter, theme, force } = stage;
  const { bars, box, size } = place;
  const { colors } = theme;
  const { px } = frame;
  const on = colors.background;
  const nameLook = bodyLook(setter, size, { color: colors.text, on }, { role: "label", lineHeight: 1.2 });
  const names: LaidText[] = [];
  for (const { label } of bars) {
    const text = polishText(label, { language: setter.language, short: true });
    const laid = await layText(setter, text, nameLook, { width: box.width * 0.34, lines: 2, shape: "even", force });
    if (laid === null) return false;
    names.push(laid);
  }
  const values = await layValues(stage, place);
  const nameWidth = Math.max(...names.map(({ width }) => width));
  const valueWidth = Math.max(...values.map(({ width }) => width));
  const x = box.x + nameWidth + px(32);
  const room = box.x + box.width - x - valueWidth - px(16);
  const pitch = Math.min(box.height / bars.length, px(112));
  const tallest = Math.max(...names.map(({ height }) => height), values[0]?.height ?? 0);
  if (pitch < tallest + px(8) && !force) return false;
  const thickness = Math.round(Math.min(px(64), pitch * 0.6));
  const [least, most] = [
    Math.min(0, ...bars.map(({ value }) => value)),
    Math.max(0, ...bars.map(({ value }) => value)),
  ];
  const scale = most === least ? 0 : room / (most - least);
  const zero = Math.round(x - least * scale);
  const height = Math.round(pitch * bars.length);
  const top = box.y + Math.round((box.height - height) * 0.3);
  sketch.shape(BASE, { x: zero - Math.max(1, px(3)), y: top, width: Math.max(1, px(3)), height, fill: colors.muted });
  for (const [index, bar] of bars.entries()) {
    const [name, value] = [names[index], values[index]];
    if (name === undefined || value === undefined) continue;
    const middle = top + Math.round((index + 0.5) * pitch);
    sketch.text(BASE, name, { x: box.x, y: middle - name.height / 2, width: nameWidth });
    const length = Math.max(px(4), Math.round(Math.abs(bar.value) * scale));
    const left = bar.value < 0 ? zero - length : zero;
    const layer = sketch.layer({ id: `bar-${index}`, build: index + 1, enter: "grow-right", item: bar.index });
    const fill = bar.marked ? colors.accent : restColor(theme);
    const radius = Math.min(px(theme.radius), px(4));
    sketch.shape(layer, {
      x: left,
      y: middle - Math.round(thickness / 2),
      width: length,
      height: thickness,
      fill,
      radius,
      purpose: "data",
    });
    const words = sketch.layer({ id: `value-${index}`, build: index + 1, enter: "fade", item: bar.index });
    sketch.text(words, value, {
      x: Math.max(left, zero - 1) + (bar.value < 0 ? 0 : length) + px(16),
      y: middle - value.height / 2,
    });
  }
  return true;
}

/** What each bar is worth, in bold figures. */
export async function layValues({ setter, theme }: Stage, { bars, unit, size }: BarsPlace): Promise<LaidText[]> {
  const { colors } = theme;
  const laid: LaidText[] = [];
  for (const bar of bars) {
    const color = bar.marked ? colors.accent : colors.text;
    const look = strongLook(setter, size, { color, on: colors.background }, { lineHeight: 1.2 });
    laid.push(await layLine(setter, withUnit(bar.value, unit, setter.language), look));
  }
  return laid;
}

/** Of bars that are there to compare with. */
export function restColor({ colors, name }: Theme): string {
  const grey = name.startsWith("signal") ? 0.35 : 0.5;
  return legible(mixColors(colors.muted, colors.background, grey), [colors.background], 3);
}
