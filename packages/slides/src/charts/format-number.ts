/** As people of this language write it, and not more exactly than it can be read. */
export function formatNumber(value: number, language: string | undefined): string {
  const size = Math.abs(value);
  const compact = size >= 1e6;
  const maximumFractionDigits = compact ? 1 : size >= 1000 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  const format = new Intl.NumberFormat(language ?? "en", {
    maximumFractionDigits,
    ...(compact ? { notation: "compact" as const } : {}),
  });
  return format.format(value).replace(/^-/u, "−");
}

/** A value with its unit, where that is a sign or as short as one. */
export function withUnit(value: number, unit: string | undefined, language: string | undefined): string {
  const number = formatNumber(value, language);
  if (unit === undefined || !isShortUnit(unit)) return number;
  if (/^[\p{Sc}]$/u.test(unit) && (language ?? "en").startsWith("en"))
    return value < 0 ? `−${unit}${number.slice(1)}` : unit + number;
  return /^[%‰°]/u.test(unit) ? number + unit : `${number}\u00A0${unit}`;
}

export function isShortUnit(unit: string): boolean {
  return Array.from(unit).length <= 3;
}

/** Numbers of one column, all with the decimals that the most exact of them needs, three at most. */
export function formatColumn(values: readonly number[], language: string | undefined): string[] {
  const decimals = values.map((value) => /\.(\d+)$/u.exec(String(Number(value.toFixed(3))))?.[1]?.length ?? 0);
  const digits = Math.max(0, ...decimals);
  const format = new Intl.NumberFormat(language ?? "en", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return values.map((value) => format.format(value).replace(/^-/u, "−"));
}
