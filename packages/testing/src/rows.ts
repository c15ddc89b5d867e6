/** Whether every row of every table is asked, as `npm run test:rows` does. */
const ASKS_ALL = process.env["PROXX_ALL_ROWS"] === "1";

/** The first rows of a table that tells the most telling ones first. */
export function first<T>(count: number, rows: readonly T[]): readonly T[] {
  return ASKS_ALL ? rows : rows.slice(0, count);
}

/** So many rows of a table for the one who comes `turn`-th, so that together those who come have each row. */
export function inTurn<T>(count: number, rows: readonly T[], turn: number): readonly T[] {
  return ASKS_ALL
    ? rows
    : rows.filter((_, index) => (index + rows.length - ((turn * count) % rows.length)) % rows.length < count);
}

/** As many rows as it takes to have each value of these columns once. */
export function covering<const T extends readonly unknown[]>(
  rows: readonly T[],
  ...columns: readonly number[]
): readonly T[] {
  if (ASKS_ALL) return rows;
  const seen = new Set<string>();
  return rows.filter((row) => {
    const values = columns.map((column) => JSON.stringify([column, row[column]]));
    const isNew = values.some((value) => !seen.has(value));
    if (isNew) for (const value of values) seen.add(value);
    return isNew;
  });
}

/** How often something is tried that is left to chance. */
export function rounds(few: number, many: number): number {
  return ASKS_ALL ? many : few;
}

/** So many rows of a table, from all over it. */
export function spread<T>(count: number, rows: readonly T[]): readonly T[] {
  if (ASKS_ALL || rows.length <= count) return rows;
  return Array.from({ length: count }, (_, index) => rows[Math.floor((index * rows.length) / count)] as T);
}
