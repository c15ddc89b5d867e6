import type { Box } from "../scene/scene.ts";
import { BASE, type Sketch } from "../scene/sketch.ts";
import type { Stage } from "../scene/stage.ts";
import { layLine, layText, type LaidText } from "../text/lay-text.ts";
import { bodyLook, strongLook } from "../text/look.ts";
import { polishText } from "../text/polish-text.ts";
import { legible } from "../theme/contrast.ts";
import { formatNumber, withUnit } from "./format-number.ts";
import { lineDrawing } from "./line-drawing.ts";
import { niceScale } from "./nice-scale.ts";

export interface LinesPlace {
  readonly labels: readonly string[];
  readonly lines: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  readonly unit: string | undefined;
  readonly box: Box;
  /** Of names, in pixels of the grid. */
  readonly size: number;
}

/** Lines over a few grid lines, each with its name at its end. False where the names have no room. */
export async function placeLines(sketch: Sketch, stage: Stage, place: LinesPlace): Promise<boolean> {
  const { frame, setter, theme, force } = stage;
  const { colors } = theme;
  const { labels, lines, unit, box, size } = place;
  const { px } = frame;
  const on = colors.background;
  const axisLook = bodyLook(
    setter,
    frame.grid.type.floor,
    { color: colors.muted, on },
    { role: "source", lineHeight: 1.2 },
  );
  const values = lines.flatMap((line) => line.values).filter((value) => value !== null);
  const ticks = niceScale(Math.min(...values), Math.max(...values));
  const [least = 0, most = 1] = [ticks[0], ticks.at(-1)];
  const tickTexts = await Promise.all(
    ticks.map((tick, index) =>
      layLine(
        setter,
        index === ticks.length - 1 ? withUnit(tick, unit, setter.language) : formatNumber(tick, setter.language),
        axisLook,
      ),
    ),
  );
  const axisWidth = Math.max(...tickTexts.map(({ width }) => width)) + px(24);
  const names: LaidText[] = [];
  for (const [index, { name }] of lines.entries()) {
    const color = legible(colorOf(stage, lines.length, index), [on], 4.5);
    const look = strongLook(setter, size, { color, on }, { lineHeight: 1.2 });
    const text = polishText(name, { language: setter.language, short: true });
    const laid = await layText(setter, text, look, {
      width: box.width * 0.24,
      lines: force ? 1 : 2,
      shape: "even",
      force,
    });
    if (laid === null) return false;
    names.push(laid);
  }
  const nameWidth = Math.max(...names.map(({ width }) => width)) + px(40);
  const tickHeight = tickTexts[0]?.height ?? 0;
  const plot = {
    x: box.x + axisWidth,
    y: box.y + Math.round(tickHeight / 2),
    width: box.width - axisWidth - nameWidth,
    height: box.height - tickHeight * 1.5 - px(16),
  };
  if ((plot.height < px(200) || plot.width < px(300)) && !force) return false;
  const yOf = (value: number) => plot.y + plot.height - ((value - least) / (most - least || 1)) * plot.height;
  const xOf = (index: number) => plot.x + (labels.length < 2 ? 0 : (index / (labels.length - 1)) * plot.width);

  for (const [index, tick] of ticks.entries()) {
    const laid = tickTexts[index];
    if (laid === undefined) continue;
    const y = Math.round(yOf(tick));
    const line = Math.max(1, px(index === 0 ? 3 : 2));
    sketch.shape(BASE, {
      x: plot.x,
      y,
      width: plot.width,
      height: line,
      fill: index === 0 ? colors.muted : gridColor(stage),
    });
    sketch.text(BASE, laid, { x: box.x, y: y - laid.height / 2, width: axisWidth - px(24), align: "right" });
  }
  await placeLabels(sketch, stage, {
    labels,
    look: axisLook,
    xOf,
    plot,
    left: box.x,
    top: plot.y + plot.height + px(16),
  });
  const nameTops = apart(
    lines.map(
      (line, index) => yOf(line.values.findLast((value) => value !== null) ?? 0) - (names[index]?.height ?? 0) / 2,
    ),
    names.map(({ height }) => height),
    { from: box.y, to: plot.y + plot.height },
  );
  for (const [index, line] of lines.entries()) {
    const layer = sketch.layer({ id: `line-${index}`, build: index + 1, enter: "draw-right", item: index });
    const points = line.values.map((value, at) => (value === null ? null : { x: xOf(at), y: yOf(value) }));
    const color = colorOf(stage, lines.length, index);
    const padding = px(16);
    const area = {
      x: plot.x - padding,
      y: plot.y - padding,
      width: plot.width + 2 * padding,
      height: plot.height + 2 * padding,
    };
    const data = lineDrawing(points, { area, color, stroke: Math.max(2, px(6)), dot: px(14) });
    const source = { width: area.width, height: area.height };
    sketch.picture(layer, { ...area, data, source, crop: { x: 0, y: 0, ...source }, radius: 0, purpose: "drawing" });
    const name = names[index];
    const words = sketch.layer({ id: `name-${index}`, build: index + 1, enter: "fade", item: index });
    if (name !== undefined) sketch.text(words, name, { x: plot.x + plot.width + px(32), y: nameTops[index] ?? 0 });
  }
  return true;
}

/** One line is the accent; of several, each has its own. */
function colorOf({ theme }: Stage, count: number, index: number): string {
  return count === 1 ? theme.colors.accent : (theme.chart[index] ?? theme.colors.accent);
}

function gridColor({ theme }: Stage): string {
  return theme.decoration === "bold" ? theme.colors.surface : theme.colors.hairline;
}

/** A few of the labels, the first and the last among them. */
async function placeLabels(
  sketch: Sketch,
  { setter }: Stage,
  how: {
    labels: readonly string[];
    look: LaidText["look"];
    xOf: (index: number) => number;
    plot: { x: number; width: number };
    left: number;
    top: number;
  },
): Promise<void> {
  const { labels, look, xOf, plot, left, top } = how;
  const laid: LaidText[] = [];
  for (const label of labels) {
    const text = polishText(label, { language: setter.language, short: true });
    const one = await layText(setter, text, look, { width: plot.width * 0.4, lines: 1, force: true });
    if (one !== null) laid.push(one);
  }
  const widest = Math.max(...laid.map(({ width }) => width));
  const fitting = Math.max(2, Math.min(5, Math.floor(plot.width / (widest * 1.4))));
  const steps = Array.from({ length: labels.length - 1 }, (_, index) => index + 1);
  const step =
    steps.find((one) => (labels.length - 1) % one === 0 && (labels.length - 1) / one + 1 <= fitting) ??
    labels.length - 1;
  for (let index = 0; index < labels.length; index += step) {
    const one = laid[index];
    if (one === undefined) continue;
    const x = Math.max(left, Math.min(xOf(index) - one.width / 2, plot.x + plot.width - one.width / 2));
    sketch.text(BASE, one, { x, y: top });
  }
}

/** Tops of boxes that stand where they are wanted, but never over one another. */
function apart(
  wanted: readonly number[],
  heights: readonly number[],
  { from, to }: { from: number; to: number },
): number[] {
  const order = wanted.map((_, index) => index).toSorted((one, other) => (wanted[one] ?? 0) - (wanted[other] ?? 0));
  const tops = [...wanted];
  let free = from;
  for (const index of order) {
    tops[index] = Math.max(free, wanted[index] ?? 0);
    free = (tops[index] ?? 0) + (heights[index] ?? 0);
  }
  let limit = to + (heights[order.at(-1) ?? 0] ?? 0) / 2;
  for (const index of order.toReversed()) {
    tops[index] = Math.min(tops[index] ?? 0, limit - (heights[index] ?? 0));
    limit = tops[index] ?? 0;
  }
  return tops;
}
