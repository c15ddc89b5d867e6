import type { Box } from "../scene/scene.ts";
import type { Sketch } from "../scene/sketch.ts";
import type { Stage } from "../scene/stage.ts";
import { isShortened, layText, type LaidText } from "../text/lay-text.ts";
import { bodyLook } from "../text/look.ts";
import { polishText } from "../text/polish-text.ts";

/** In pixels of the grid. */
export interface ListWay {
  readonly size: number;
  readonly gap: number;
  /** Words that are wider than a line are broken. */
  readonly breakWords?: boolean;
}

/** Large while there is room, then smaller, then closer; at last with words that are broken. */
export function listWays({ frame, force }: Pick<Stage, "frame" | "force">): ListWay[] {
  const { body, quote } = frame.grid.type;
  const least = body.at(-1) ?? 0;
  const ways = [
    ...body.map((size) => ({ size, gap: 32 })),
    { size: least, gap: 24 },
    { size: least, gap: 24, breakWords: true },
  ];
  const lead = quote[0] ?? 0;
  return force ? ways.slice(-1) : [{ size: lead, gap: 48 }, ...ways];
}

/** Puts points into a box, each with its mark and as a layer of its own. How high they are, or null where they do not fit. */
export async function placeList(
  sketch: Sketch,
  stage: Stage,
  list: {
    readonly items: readonly string[];
    readonly box: Box;
    readonly way: ListWay;
    /** What the text stands on. @default the background */
    readonly on?: string;
    readonly markColor?: string;
    /** Of the first item: its build and its number; and how the layers are called. */
    readonly first?: { readonly build: number; readonly prefix: string; readonly item: number };
    /** Begins at the top of the box, however much of it stays free. @default false */
    readonly still?: boolean;
  },
): Promise<number | null> {
  const { frame, setter, theme, force } = stage;
  const { items, box, way, on = theme.colors.background, markColor = theme.colors.accent } = list;
  const { build = 1, prefix = "item", item: first = 0 } = list.first ?? {};
  const indent = frame.px(42);
  const look = bodyLook(setter, way.size, { color: theme.colors.text, on });
  const laid: LaidText[] = [];
  for (const item of items) {
    const text = polishText(withoutFullStop(item), { language: setter.language, short: false });
    const width = Math.min(box.x + box.width, frame.rightAt(box.y + box.height)) - box.x - indent;
    const one = await layText(setter, text, look, {
      width,
      force,
      breakWords: way.breakWords === true,
      ...(force ? { lines: 3 } : {}),
    });
    if (one === null) return null;
    if (force && isShortened(one)) {
      sketch.finding({ code: "text-shortened", message: `The point “${item}” is too long: it ends in “…”.` });
    }
    laid.push(one);
  }
  const gap = frame.px(way.gap);
  const height = laid.reduce((sum, one) => sum + one.height, 0) + gap * (laid.length - 1);
  if (height > box.height && !force) return null;
  // A gap of a third of what is free above a short list keeps it from hanging under the title.
  const free = Math.max(0, box.height - height);
  const isSparse = frame.grid.form === "wide" && list.still !== true && free > box.height * 0.45;
  let y = box.y + (isSparse ? snapped(free * 0.28, frame.px(8)) : 0);
  for (const [index, one] of laid.entries()) {
    const layer = sketch.layer({ id: `${prefix}-${index}`, build: build + index, enter: "rise", item: first + index });
    placeMark(sketch, layer, stage, { x: box.x, middle: y + one.lineHeight / 2, color: markColor });
    sketch.text(layer, one, { x: box.x + indent, y });
    y += one.height + gap;
  }
  return height;
}

function placeMark(
  sketch: Sketch,
  layer: string,
  { frame, theme }: Stage,
  { x, middle, color }: { x: number; middle: number; color: string },
): void {
  const size = frame.px(theme.decoration === "bold" ? 16 : 14);
  const mark = { x, y: Math.round(middle - size / 2 + frame.px(2)), width: size, height: size, fill: color };
  if (theme.decoration === "rule") sketch.shape(layer, { ...mark, radius: size / 2 });
  else if (theme.decoration === "double-rule") sketch.shape(layer, { ...mark, rotation: 45 });
  else sketch.shape(layer, { ...mark, radius: theme.decoration === "glow" ? frame.px(4) : 0 });
}

/** A point is no sentence of several. */
function withoutFullStop(item: string): string {
  return /^[^.。]+[.。]\s*$/u.test(item) ? item.trimEnd().slice(0, -1) : item;
}

function snapped(value: number, step: number): number {
  return Math.round(value / step) * step;
}
