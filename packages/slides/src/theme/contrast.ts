import { fromOklch, linearOf, toOklch } from "./oklch.ts";

/** How much a text stands out from what it stands on, 1–21 (WCAG 2). */
export function contrastOf(one: string, other: string): number {
  const [first, second] = [luminanceOf(one), luminanceOf(other)];
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}

export function isDark(color: string): boolean {
  return luminanceOf(color) < 0.18;
}

/**
 * The colour, lighter or darker where it does not stand out enough from all of these grounds: its hue stays, and as much
 * of its colour as can. Where nothing does on all, the black or white that does best.
 */
export function legible(color: string, grounds: readonly string[], least: number): string {
  const worst = (one: string) => Math.min(...grounds.map((ground) => contrastOf(one, ground)));
  if (worst(color) >= least) return color;
  const from = toOklch(color);
  const towards = worst("#ffffff") > worst("#000000") ? 1 : 0;
  for (let share = 0.01; share < 1; share += 0.01) {
    const lightness = from.lightness + (towards - from.lightness) * share;
    const repaired = fromOklch({ ...from, lightness });
    if (worst(repaired) >= least) return repaired;
  }
  return towards === 1 ? "#ffffff" : "#000000";
}

function luminanceOf(color: string): number {
  const [red, green, blue] = linearOf(color);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
