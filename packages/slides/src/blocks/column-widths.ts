import { layLine, layText } from "../text/lay-text.ts";
import type { Look, Typesetter } from "../text/look.ts";

interface TableTexts {
  readonly texts: readonly (readonly string[])[];
  readonly looks: readonly (readonly Look[])[];
  readonly width: number;
  /** Columns that may not be narrower than their longest cell. */
  readonly fixed: readonly boolean[];
}

/** How wide each column of a table is, so that no cell has more than two lines; null where they do not all fit. */
export async function columnWidths(setter: Typesetter, table: TableTexts): Promise<number[] | null> {
  const { width } = table;
  const natural = await naturalWidths(setter, table, 1);
  const total = sumOf(natural);
  if (total <= width) return spread(natural, width - total);
  return shrunkWidths(setter, table, await naturalWidths(setter, table, 2));
}

/** How wide the longest cell of each column is; the heads of numbers may have two lines. */
async function naturalWidths(
  setter: Typesetter,
  { texts, looks, fixed }: TableTexts,
  headLines: 1 | 2,
): Promise<number[]> {
  const columns = texts[0]?.length ?? 0;
  const natural: number[] = [];
  for (let column = 0; column < columns; column++) {
    let widest = 0;
    for (const [row, cells] of texts.entries()) {
      const look = looks[row]?.[column];
      const text = cells[column] ?? "";
      if (look === undefined || text === "") continue;
      const isHeadOfNumbers = headLines === 2 && row === 0 && fixed[column] === true;
      const one = isHeadOfNumbers ? await inTwoLines(setter, text, look) : (await layLine(setter, text, look)).width;
      widest = Math.max(widest, one + 1);
    }
    natural.push(Math.ceil(widest));
  }
  return natural;
}

async function shrunkWidths(
  setter: Typesetter,
  { texts, looks, width, fixed }: TableTexts,
  natural: readonly number[],
): Promise<number[] | null> {
  const total = sumOf(natural);
  if (total <= width) return spread(natural, width - total);
  // What is too much is taken from the columns of words, the widest first.
  const kept = natural.map((one, column) => (fixed[column] === true ? one : 0));
  const free = width - sumOf(kept);
  const words = natural.filter((_, column) => fixed[column] !== true);
  const limit = fairShare(words, free);
  if (words.length === 0 || free <= 0) return null;
  const shrunk = natural.map((one, column) => (fixed[column] === true ? one : Math.floor(Math.min(one, limit))));
  for (const [row, cells] of texts.entries()) {
    for (const [column, text] of cells.entries()) {
      const look = looks[row]?.[column];
      if (look === undefined) continue;
      const laid = await layText(setter, text, look, { width: shrunk[column] ?? 0, lines: 2, shape: "even" });
      if (laid === null) return null;
    }
  }
  return shrunk;
}

async function inTwoLines(setter: Typesetter, text: string, look: Look): Promise<number> {
  const { width } = await layLine(setter, text, look);
  for (const share of [0.55, 0.65, 0.75, 0.85]) {
    const laid = await layText(setter, text, look, { width: width * share, lines: 2, shape: "even" });
    if (laid !== null) return laid.width;
  }
  return width;
}

/** Columns stand evenly over the width: what is left goes between them, a little to each. */
function spread(natural: readonly number[], left: number): number[] {
  const share = natural.length < 2 ? 0 : Math.floor(left / natural.length);
  return natural.map((one) => one + share);
}

/** The most that each may have so that all together have no more than this. */
function fairShare(wanted: readonly number[], most: number): number {
  let left = most;
  const sorted = wanted.toSorted((one, other) => one - other);
  for (const [index, one] of sorted.entries()) {
    const share = left / (sorted.length - index);
    if (one > share) return share;
    left -= one;
  }
  return most;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0);
}
