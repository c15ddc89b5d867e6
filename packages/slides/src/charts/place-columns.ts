import { BASE, type Sketch } from "../scene/sketch.ts";
import type { Stage } from "../scene/stage.ts";
import { layText, type LaidText } from "../text/lay-text.ts";
import { bodyLook } from "../text/look.ts";
import { polishText } from "../text/polish-text.ts";
import { layValues, restColor, type BarsPlace } from "./place-bars.ts";

/** Bars that stand beside one another, with their names below. False where the names have no room. */
export async function placeColumns(sketch: Sketch, stage: Stage, place: BarsPlace): Promise<boolean> {
  const { frame, setter, theme, force } = stage;
  const { bars, box, size } = place;
  const { colors } = theme;
  const { px } = frame;
  const pitch = Math.min(box.width / bars.length, px(336));
  const look = bodyLook(
    setter,
    size,
    { color: colors.text, on: colors.background },
    { role: "label", lineHeight: 1.2 },
  );
  const names: LaidText[] = [];
  for (const { label } of bars) {
    const text = polishText(label, { language: setter.language, short: true });
    const laid = await layText(setter, text, look, { width: pitch - px(24), lines: 1, force });
    if (laid === null) return false;
    names.push(laid);
  }
  const values = await layValues(stage, place);
  if (values.some(({ width }) => width > pitch - px(16)) && !force) return false;
  const nameHeight = Math.max(...names.map(({ height }) => height));
  const valueHeight = Math.max(...values.map(({ height }) => height));
  const base = box.y + box.height - nameHeight - px(16);
  const room = base - box.y - valueHeight - px(8);
  if (room < px(160) && !force) return false;
  const most = Math.max(...bars.map(({ value }) => value), 0) || 1;
  const width = Math.round(pitch * 0.62);
  const line = Math.max(1, px(3));
  sketch.shape(BASE, { x: box.x, y: base, width: Math.round(pitch * bars.length), height: line, fill: colors.muted });
  for (const [index, bar] of bars.entries()) {
    const [name, value] = [names[index], values[index]];
    if (name === undefined || value === undefined) continue;
    const middle = box.x + Math.round((index + 0.5) * pitch);
    const height = Math.max(px(4), Math.round((Math.max(0, bar.value) / most) * room));
    const layer = sketch.layer({ id: `bar-${index}`, build: index + 1, enter: "grow-up", item: bar.index });
    const box2 = { x: middle - Math.round(width / 2), y: base - height, width, height };
    sketch.shape(layer, {
      ...box2,
      fill: bar.marked ? colors.accent : restColor(theme),
      radius: Math.min(px(theme.radius), px(4)),
      purpose: "data",
    });
    const words = sketch.layer({ id: `value-${index}`, build: index + 1, enter: "fade", item: bar.index });
    const place2 = { width: Math.round(pitch), x: middle - pitch / 2, align: "center" as const };
    sketch.text(words, value, { ...place2, y: base - height - valueHeight - px(8) });
    sketch.text(BASE, name, { ...place2, y: base + line + px(13) });
  }
  return true;
}
