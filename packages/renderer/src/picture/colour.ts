/**
 * RGB as BT.709 in limited range, in whole numbers so that every machine finds the same. The factors are
 * 65536 times 219/255 · (0.2126, 0.7152, 0.0722) for brightness, and times 224/255 for the differences of colour.
 */
export function brightness(red: number, green: number, blue: number): number {
  return (11966 * red + 40254 * green + 4064 * blue + 1_081_344) >> 16;
}

export function blueDifference(red: number, green: number, blue: number): number {
  return (-6595 * red - 22_189 * green + 28_784 * blue + 8_421_376) >> 16;
}

export function redDifference(red: number, green: number, blue: number): number {
  return (28_784 * red - 26_145 * green - 2639 * blue + 8_421_376) >> 16;
}

/** `#rrggbb` as brightness and differences. */
export function parseColour(colour: string): { y: number; u: number; v: number } {
  const number = Number.parseInt(colour.slice(1), 16);
  const [red, green, blue] = [number >> 16, (number >> 8) & 255, number & 255] as const;
  return { y: brightness(red, green, blue), u: blueDifference(red, green, blue), v: redDifference(red, green, blue) };
}
