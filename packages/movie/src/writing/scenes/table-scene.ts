import type { Slide } from "@proxx/contract";
import type { BlockOf } from "../../article/article.ts";
import { spokenText } from "../sentences/spoken-text.ts";
import { chartOf } from "./table-chart.ts";
import type { Draft, DraftLine } from "./draft.ts";
import type { WritingContext } from "./writing-context.ts";

const MOST_ROWS = 6;
const MOST_COLUMNS = 4;

/** A table becomes a chart where it is one of numbers, a comparison where it compares two things, or else a table. */
export function tableScene(title: string, table: BlockOf<"table">, context: WritingContext): Draft {
  const { language } = context;
  const chart = chartOf(table, { title, language });
  const slide = chart?.slide ?? comparisonOf(table, title) ?? plainTable(table, title);
  const span = { start: table.start, end: table.end };
  const said = chart?.said ?? [];
  const lines: DraftLine[] = said.map(({ text, item }) => ({
    text: spokenText(text, language),
    span,
    ...(item === null ? {} : { item }),
  }));
  return { title, slide, lines: lines.length > 0 ? lines : sayRows(table, context) };
}

/** Where nothing better is known to say: row by row, what stands in it. */
function sayRows({ rows, start, end }: BlockOf<"table">, { language }: WritingContext): DraftLine[] {
  const comma = language.startsWith("ja") || language.startsWith("zh") ? "、" : ", ";
  return rows.slice(0, 3).map(([label = "", ...cells], index) => ({
    text: spokenText(`${label}: ${cells.filter((cell) => cell !== "").join(comma)}`, language),
    span: { start, end },
    item: index + 1,
  }));
}

function comparisonOf({ columns, rows }: BlockOf<"table">, title: string): Slide | null {
  const [aspect, left, right, ...more] = columns;
  if (aspect === undefined || left === undefined || right === undefined || more.length > 0 || rows.length > 4)
    return null;
  if (left === "" || right === "" || rows.some((row) => row.some((cell) => cell === "" || cell.length > 60)))
    return null;
  const side = (index: number) => rows.map((row) => `${row[0] ?? ""}: ${row[index] ?? ""}`);
  return {
    layout: "comparison",
    title,
    left: { title: left, items: side(1) },
    right: { title: right, items: side(2) },
  };
}

function plainTable({ columns, rows }: BlockOf<"table">, title: string): Slide {
  return {
    layout: "table",
    title,
    columns: columns.slice(0, MOST_COLUMNS),
    rows: rows.slice(0, MOST_ROWS).map((row) => row.slice(0, MOST_COLUMNS)),
  };
}
