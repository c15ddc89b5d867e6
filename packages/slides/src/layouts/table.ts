import type { SlideOf } from "@proxx/contract";
import { BASE, createSketch, type Sketch } from "../scene/sketch.ts";
import type { Stage } from "../scene/stage.ts";
import { layText, type LaidText } from "../text/lay-text.ts";
import { bodyLook, strongLook } from "../text/look.ts";
import { polishText } from "../text/polish-text.ts";
import { formatColumn } from "../charts/format-number.ts";
import { columnWidths } from "../blocks/column-widths.ts";
import { evenParts, firstThatFits, type Layout } from "./layout.ts";
import { placeSource } from "../blocks/place-source.ts";
import { placeTitle } from "../blocks/place-title.ts";

/** Rows of values: few, large, and with lines between the rows alone. */
export const TABLE: Layout<"table"> = {
  draw(slide, stage) {
    const { body, label } = stage.frame.grid.type;
    const sizes = [...new Set([...body, label])].toSorted((one, other) => other - one);
    const ways = sizes.flatMap((size) => [0.9, 0.75, 0.5].map((padding) => ({ size, padding })));
    if (!stage.force && slide.rows.length > mostRows(stage)) return Promise.resolve(null);
    return firstThatFits(stage.force ? ways.slice(-1) : ways, (way) => attempt(slide, stage, way));
  },
  split(slide, stage) {
    const most = Math.min(mostRows(stage), slide.rows.length - 1);
    // A long table is no slide: the first rows are shown, and the rest is said to be left out.
    if (slide.rows.length < 4 || slide.rows.length > 3 * mostRows(stage)) return null;
    let from = 0;
    return evenParts(slide.rows, most).map((rows) => {
      const { highlight, ...rest } = slide;
      const inside = highlight === undefined ? 0 : highlight - from;
      from += rows.length;
      return { ...rest, rows, ...(inside >= 1 && inside <= rows.length ? { highlight: inside } : {}) };
    });
  },
};

function mostRows({ frame }: Stage): number {
  return frame.grid.form === "wide" ? 6 : 7;
}

async function attempt(slide: SlideOf<"table">, stage: Stage, way: { size: number; padding: number }) {
  const { frame, force } = stage;
  const sketch = createSketch();
  const top = await placeTitle(sketch, stage, slide);
  const bottom = await placeSource(sketch, stage, slide.source);
  if (top === null) return null;
  const width = frame.textRight - frame.left;
  const gap = frame.px(frame.grid.form === "wide" ? 56 : 32);
  let shown = slide;
  const laid = await firstThatFits(
    force ? slide.columns.map((_, left) => slide.columns.length - left) : [slide.columns.length],
    async (count) => {
      shown = { ...slide, columns: slide.columns.slice(0, count), rows: slide.rows.map((row) => row.slice(0, count)) };
      return layCells(shown, stage, { size: way.size, width, gap, force: force && count === 1 });
    },
  );
  if (laid === null) return null;
  const padding = frame.px(Math.round((way.size * way.padding) / 8) * 4);
  const heightOf = (row: readonly LaidText[]) => Math.max(0, ...row.map((cell) => cell.height)) + 2 * padding;
  const heights = laid.rows.map(heightOf);
  const headHeight = heightOf(laid.head) - padding;
  while (headHeight + sumOf(heights) > bottom - top) {
    if (!force || heights.length === 1) return null;
    heights.pop();
  }
  if (shown.columns.length < slide.columns.length || heights.length < slide.rows.length) {
    sketch.finding({
      code: "rows-left-out",
      message: `The table “${slide.title}” shows ${heights.length} of ${slide.rows.length} rows and ${shown.columns.length} of ${slide.columns.length} columns.`,
    });
  }
  const free = bottom - top - headHeight - sumOf(heights);
  const y = top + (free > (bottom - top) * 0.5 ? Math.round(free * 0.2) : 0);
  drawTable(sketch, stage, {
    ...laid,
    heights,
    headHeight,
    padding,
    x: frame.left,
    y,
    width,
    gap,
    highlight: slide.highlight,
  });
  return sketch.done();
}

interface LaidTable {
  readonly head: readonly LaidText[];
  readonly rows: readonly (readonly LaidText[])[];
  readonly widths: readonly number[];
  readonly numeric: readonly boolean[];
}

async function layCells(
  { columns, rows, highlight }: Pick<SlideOf<"table">, "columns" | "rows" | "highlight">,
  stage: Stage,
  room: { size: number; width: number; gap: number; force: boolean },
): Promise<LaidTable | null> {
  const { setter, theme, frame } = stage;
  const { colors } = theme;
  const { width, gap, size, force } = room;
  const numeric = columns.map((_, index) => rows.every((row) => isNumber(row[index])));
  const polish = (cell: string) => polishText(cell, { language: setter.language, short: false });
  const cellTexts = textsOfCells(rows, columns.length, stage);
  const headSize = Math.min(size, frame.grid.type.label);
  const on = colors.background;
  const headLook = strongLook(setter, headSize, { color: colors.muted, on }, { lineHeight: 1.3 });
  const lookOf = (column: number, on: string) =>
    column === 0 && columns.length > 1
      ? strongLook(setter, size, { color: colors.text, on }, { role: "body", lineHeight: 1.3 })
      : bodyLook(setter, size, { color: colors.text, on }, { lineHeight: 1.3 });
  const texts = [columns.map(polish), ...cellTexts.map((row) => row.map(polish))];
  const groundOf = (index: number) => (index === highlight ? colors.surface : on);
  const looks = texts.map((row, index) =>
    row.map((_, column) => (index === 0 ? headLook : lookOf(column, groundOf(index)))),
  );
  const widths = await columnWidths(setter, {
    texts,
    looks,
    width: width - gap * (columns.length - 1),
    fixed: numeric,
  });
  if (widths === null && !force) return null;
  const used = widths ?? columns.map(() => Math.floor((width - gap * (columns.length - 1)) / columns.length));
  const cells: LaidText[][] = [];
  for (const [index, row] of texts.entries()) {
    const laidRow: LaidText[] = [];
    for (const [column, text] of row.entries()) {
      const look = looks[index]?.[column] ?? headLook;
      const laid = await layText(setter, text, look, { width: used[column] ?? 0, lines: 2, shape: "even", force });
      if (laid === null) return null;
      laidRow.push(laid);
    }
    cells.push(laidRow);
  }
  const [head = [], ...body] = cells;
  return { head, rows: body, widths: used, numeric };
}

function drawTable(
  sketch: Sketch,
  { theme, frame }: Stage,
  table: LaidTable & {
    heights: readonly number[];
    headHeight: number;
    padding: number;
    x: number;
    y: number;
    width: number;
    gap: number;
    highlight: number | undefined;
  },
): void {
  const { x, width, gap, widths, numeric, padding } = table;
  const { colors } = theme;
  const line = (layer: string, y: number, height: number, fill: string) =>
    sketch.shape(layer, { x, y, width, height, fill });
  const row = (layer: string, cells: readonly LaidText[], middle: number) => {
    let left = x;
    for (const [column, cell] of cells.entries()) {
      const own = widths[column] ?? 0;
      const align = numeric[column] === true ? ("right" as const) : ("left" as const);
      if (cell.lines.length > 0) sketch.text(layer, cell, { x: left, y: middle - cell.height / 2, width: own, align });
      left += own + gap;
    }
  };
  const bold = theme.decoration === "bold";
  let y = table.y + table.headHeight;
  row(BASE, table.head, table.y + (table.headHeight - padding) / 2);
  line(BASE, y - frame.px(bold ? 4 : 3), frame.px(bold ? 4 : 3), colors.text);
  for (const [index, height] of table.heights.entries()) {
    const layer = sketch.layer({ id: `row-${index}`, build: index + 1, enter: "fade", item: index });
    if (table.highlight === index + 1) {
      const wider = frame.px(16);
      const box = { x: x - wider, y: y + 2, width: width + 2 * wider, height: height - 4 };
      sketch.shape(layer, { ...box, purpose: "panel", fill: colors.surface, radius: frame.px(theme.radius) });
      sketch.shape(layer, { ...box, width: frame.px(6), fill: colors.accent });
    }
    row(layer, table.rows[index] ?? [], y + height / 2);
    y += height;
    if (index < table.heights.length - 1)
      line(layer, y - 1, Math.max(1, frame.px(2)), bold ? colors.text : colors.hairline);
  }
}

/** Numbers of a column have the same decimals. */
function textsOfCells(rows: SlideOf<"table">["rows"], columns: number, { setter }: Stage): string[][] {
  const texts = rows.map((row) => Array.from({ length: columns }, (_, column) => String(row[column] ?? "")));
  for (let column = 0; column < columns; column++) {
    const numbers = rows.map((row) => row[column]).filter((cell) => typeof cell === "number");
    const formatted = formatColumn(numbers, setter.language);
    for (const [index, row] of rows.entries()) {
      const own = texts[index];
      if (own !== undefined && typeof row[column] === "number") own[column] = formatted.shift() ?? "";
    }
  }
  return texts;
}

function isNumber(cell: string | number | undefined): boolean {
  return (
    typeof cell === "number" ||
    cell === undefined ||
    /^[\s\p{Sc}]*[-−+±~≈<>≤≥]?[\d.,  ]+\s*[\p{L}%‰°/\p{Sc}×³²]{0,6}$/u.test(cell) ||
    /^[—–-]?$/u.test(cell.trim())
  );
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0);
}
