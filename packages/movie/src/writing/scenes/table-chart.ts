import type { Slide } from "@proxx/contract";
import type { BlockOf } from "../../article/article.ts";
import { tongueOf } from "../language/tongue-of.ts";
import { isTimeline, numberColumns, type NumberColumn } from "./table-numbers.ts";

const MOST_BARS = 7;
const MOST_LINES = 4;

export interface Chart {
  slide: Slide;
  said: { text: string; item: number | null }[];
}

/** A table of numbers as a chart: over time as lines, else the first column of numbers as bars, the longest first. */
export function chartOf(
  { columns, rows, caption }: BlockOf<"table">,
  { title, language }: { title: string; language: string },
): Chart | null {
  const numbers = numberColumns(columns, rows);
  const labels = rows.map(([label = ""]) => label);
  const [first] = numbers;
  if (first === undefined || labels.some((label) => label === "" || label.length > 40)) return null;
  const subtitle = caption === null ? {} : { subtitle: caption };
  const unit = first.unit === "" ? {} : { unit: first.unit };
  if (isTimeline(labels)) {
    const alike = numbers.filter((column) => column.unit === first.unit).slice(0, MOST_LINES);
    const lines = alike.map(({ name, values }) => ({ name, values }));
    const slide: Slide = { layout: "line-chart", title, ...subtitle, ...unit, labels, lines };
    return { slide, said: sayChange(alike, labels, language) };
  }
  if (rows.length < 2 || rows.length > MOST_BARS || numbers.length > 1) return null;
  const bars = labels
    .map((label, index) => ({ label, value: first.values[index] ?? 0 }))
    .toSorted((a, b) => b.value - a.value);
  const finding = tongueOf(language).phrases.highestTitle?.(first.name, bars[0]?.label ?? "");
  const isShort = finding !== undefined && finding.length <= (tongueOf(language).countsWords ? 60 : 26);
  const heading = isShort ? { title: finding, subtitle: caption ?? title } : { title, ...subtitle };
  const slide: Slide = { layout: "bar-chart", ...heading, ...unit, bars, highlight: 1 };
  return { slide, said: sayExtremes(bars, first, language) };
}

function sayExtremes(bars: readonly { label: string; value: number }[], column: NumberColumn, language: string) {
  const { highest, lowest } = tongueOf(language).phrases;
  const [top] = bars;
  const bottom = bars.at(-1);
  if (highest === null || lowest === null || top === undefined || bottom === undefined) return [];
  const about = ({ label, value }: { label: string; value: number }) => ({
    label,
    amount: amountText(value, column.unit, language),
    column: column.name,
  });
  return [
    { text: highest(about(top)), item: 1 },
    { text: lowest(about(bottom)), item: bars.length },
  ];
}

function sayChange(columns: readonly NumberColumn[], labels: readonly string[], language: string) {
  const { change } = tongueOf(language).phrases;
  if (change === null) return [];
  return columns.slice(0, 2).map(({ name, unit, values }, index) => ({
    text: change({
      name,
      from: labels[0] ?? "",
      to: labels.at(-1) ?? "",
      before: amountText(values[0] ?? 0, unit, language),
      after: amountText(values.at(-1) ?? 0, unit, language),
    }),
    item: index + 1,
  }));
}

function amountText(value: number, unit: string, language: string): string {
  const [currency] = /^[$€£¥]/.exec(unit) ?? [""];
  const number = value.toLocaleString(language, { maximumFractionDigits: 6 });
  const rest = unit.slice(currency.length);
  const isWide = language.startsWith("ja") || language.startsWith("zh");
  const space = rest === "" || rest.startsWith("%") || isWide ? "" : " ";
  return `${currency}${number}${space}${rest}`;
}
