/** A number as a cell has it, and what it counts: `12.2 m`, `1,024`, `€3.5 million`, `約40%`. */
export interface Amount {
  value: number;
  unit: string;
}

export function amountIn(cell: string): Amount | null {
  const written = cell.normalize("NFKC").replaceAll("−", "-").trim();
  const match = /^(?:約|about|approx\.?|~|≈|ca\.?)?\s*([$€£¥])?\s*([+-]?\d[\d,. ']*)\s*([^\d]{0,20})$/iu.exec(written);
  if (match === null) return null;
  const [, currency = "", digits = "", unit = ""] = match;
  const value = Number(plainDigits(digits.trim()));
  return Number.isFinite(value) ? { value, unit: `${currency}${unit.trim()}` } : null;
}

/** `1,024.5`, `1 024`, `1.024.000` and `3,5` without what parts thousands. */
function plainDigits(digits: string): string {
  const bare = digits.replaceAll(/[ ']/g, "");
  if (/^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(bare)) return bare.replaceAll(",", "");
  if (/^[+-]?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?$/.test(bare)) return bare.replaceAll(".", "").replace(",", ".");
  return /^[+-]?\d+,\d{1,2}$/.test(bare) ? bare.replace(",", ".") : bare;
}

export interface NumberColumn {
  index: number;
  /** The head without the unit in brackets. */
  name: string;
  unit: string;
  values: number[];
}

/** The columns, besides the first, in which every cell is a number of one unit. */
export function numberColumns(columns: readonly string[], rows: readonly (readonly string[])[]): NumberColumn[] {
  return columns.flatMap((head, index) => {
    if (index === 0) return [];
    const amounts = rows.map((row) => amountIn(row[index] ?? ""));
    const units = new Set(amounts.map((amount) => amount?.unit));
    const [unit] = units;
    if (amounts.includes(null) || units.size !== 1 || unit === undefined) return [];
    const [, name = head, inHead = ""] = /^(.*?)\s*[(（[]\s*([^)）\]]{1,16})\s*[)）\]]$/u.exec(head) ?? [];
    const values = amounts.map((amount) => amount?.value ?? 0);
    return [{ index, name: name.trim() === "" ? head : name.trim(), unit: unit === "" ? inHead : unit, values }];
  });
}

const MONTH = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i;

/** Whether labels are points in time, one after the other. */
export function isTimeline(labels: readonly string[]): boolean {
  if (labels.length < 4) return false;
  const years = labels.map((label) =>
    Number(/^(?:c\. ?)?(\d{3,4})(?:年|s)?(?:[-/.]\d+)?$/u.exec(label.trim())?.[1] ?? Number.NaN),
  );
  if (years.every((year, index) => year > 0 && (index === 0 || year >= (years[index - 1] ?? 0)))) return true;
  if (labels.every((label) => MONTH.test(label) || /^\d{1,2}月$/u.test(label))) return true;
  return labels.every((label) => /^\d{1,2}(?::\d{2}|時)(?:\d{1,2}分)?$/u.test(label.trim()));
}
