export interface Color {
  /** `#rrggbb`. */
  readonly opaque: string;
  /** 0–1. */
  readonly alpha: number;
}

/** Nothing else reaches the renderer as a colour: it would take any CSS. */
export function parseColor(name: string, value: string): Color {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(value)?.[1]?.toLowerCase();
  if (digits === undefined) {
    throw new TypeError(`Expected \`${name}\` to be a colour such as "#ffcc00" or "#ffcc0080", got \`${value}\``);
  }
  const long = digits.length < 6 ? digits.replace(/./g, "$&$&") : digits;
  return { opaque: `#${long.slice(0, 6)}`, alpha: long.length === 8 ? parseInt(long.slice(6), 16) / 255 : 1 };
}

/** As `#rrggbbaa`, checked. */
export function checkedColor(name: string, value: string): string {
  const { opaque, alpha } = parseColor(name, value);
  return (
    opaque +
    Math.round(alpha * 255)
      .toString(16)
      .padStart(2, "0")
  );
}
